import { work } from './lib/work.js';

let report = '';
// @loop
for (let i = 0; i < 30; i++) {
  report += `${i}: ${'*'.repeat(work(i) % 20)}\n`;
}
console.log(report);
