import { work } from './lib/work.js';

const unique = Array.from({ length: 10 }, (_, i) => ({ score: i }));
const items = [...unique, ...unique, ...unique];
// @loop
for (const item of items) {
  item.score = work(item.score + 1);
}
console.log(unique.map((i) => i.score).join(' '));
