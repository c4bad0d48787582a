import { work } from './lib/work.js';

let limit = 500;
const clipped = (x: number): number => Math.min(work(x), limit);

const out: number[] = [];
// @loop
for (const x of Array.from({ length: 40 }, (_, i) => i * 3)) {
  const value = clipped(x);
  out.push(value);
  limit = 300 + (value % 400);
}
console.log(out.join(' '));
