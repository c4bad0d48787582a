import { work } from './lib/work.js';

async function page(cursor: number): Promise<{ sum: number; next: number }> {
  await Promise.resolve();
  return { sum: work(cursor), next: (cursor * 7 + work(cursor)) % 5000 };
}

let cursor = 1;
const sums: number[] = [];
// @loop
for (const _ of Array.from({ length: 30 })) {
  const answer = await page(cursor);
  sums.push(answer.sum);
  cursor = answer.next;
}
console.log(sums.join(' '), cursor);
