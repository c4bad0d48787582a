import { work } from './lib/work.js';

const cache = new Map<number, number>();
function score(x: number): number {
  const key = x % 10;
  let value = cache.get(key);
  if (value === undefined) {
    value = work(x) + cache.size;
    cache.set(key, value);
  }
  return value;
}

const xs = Array.from({ length: 60 }, (_, i) => (i * 7) % 43);
// @loop
const scores = xs.map((x) => score(x));
console.log(scores.join(' '));
