import { work } from './lib/work.js';

interface Item { size: number; score: number; before: Item | null }
const items: Item[] = [];
for (let i = 0; i < 30; i++) items.push({ size: i * 3, score: 0, before: items[i - 1] ?? null });
// @loop
for (const item of items) {
  item.score = work(item.size + (item.before?.score ?? 0));
}
console.log(items.map((i) => i.score).join(' '));
