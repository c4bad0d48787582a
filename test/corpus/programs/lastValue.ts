import { work } from './lib/work.js';

let last = -1;
const even: number[] = [];
// @loop
for (let i = 0; i < 40; i++) {
  last = work(i * 9);
  if (last % 2 === 0) even.push(last);
}
console.log(last, even.join(' '));
