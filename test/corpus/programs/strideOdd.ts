import { work } from './lib/work.js';

const a = Array.from({ length: 80 }, (_, i) => i);
// @loop
for (let i = 0; i < 40; i++) {
  a[2 * i] = work(a[2 * i + 1]!);
}
console.log(a.join(' '));
