import { work } from './lib/work.js';

const cache = new Map<number, number>();
function score(x: number): number {
  let value = cache.get(x);
  if (value === undefined) {
    value = work(x) + work(x + 1);
    cache.set(x, value);
  }
  return value;
}

const xs = Array.from({ length: 60 }, (_, i) => i % 40);
// @loop
const scores = xs.map((x) => score(x));
console.log(scores.join(' '));
