import { work } from './lib/work.js';

function logged(x: number): number {
  let sum = 0;
  for (let k = 0; k < 3; k++) {
    sum += work(sum + x + k);
    console.log('step', x, k, sum);
  }
  return sum;
}
// @loop
const sums = [3, 1, 4, 1, 5].map((x) => logged(x));
console.log(sums.join(' '));
