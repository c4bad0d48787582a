import { work } from './lib/work.js';

let report = '';
// @loop
for (let i = 0; i < 30; i++) {
  report += `${work(i + report.length) % 100}${report.length % 40 > 34 ? '\n' : ' '}`;
}
console.log(report);
