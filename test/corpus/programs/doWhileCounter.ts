import { work } from './lib/work.js';

const out: number[] = [];
let i = 0;
// @loop
do {
  out.push(work(i * 3));
  i++;
} while (i < 40);
console.log(out.join(' '));
