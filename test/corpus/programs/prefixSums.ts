import { work } from './lib/work.js';

const sums: number[] = [];
let total = 0;
// @loop
for (let i = 0; i < 50; i++) {
  total += work(i * 3);
  sums.push(total);
}
console.log(sums.join(' '));
