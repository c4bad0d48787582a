import { work } from './lib/work.js';

const items = Array.from({ length: 30 }, (_, i) => ({ size: i * 3, score: 0 }));
// @loop
for (const item of items) {
  item.score = work(item.size);
}
console.log(items.map((i) => i.score).join(' '));
