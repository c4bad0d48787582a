import { work } from './lib/work.js';

const xs = Array.from({ length: 80 }, (_, i) => i);
const top = xs
  .filter((x) => x % 3 !== 0)
  // @loop
  .map((x) => ({ x, score: work(x) }))
  .sort((a, b) => b.score - a.score || a.x - b.x)
  .slice(0, 10);
console.log(top.map(({ x, score }) => `${x}:${score}`).join(' '));
