import { work } from './lib/work.js';

function step(from: readonly number[], to: number[]): void {
  // @loop
  for (let i = 1; i < from.length; i++) {
    to[i] = work(from[i - 1] + from[i]);
  }
}

const heights = Array.from({ length: 30 }, (_, i) => (i * 7) % 20);
const planes = { front: heights, back: heights };
step(planes.front, planes.back);
console.log(planes.front.join(' '));
