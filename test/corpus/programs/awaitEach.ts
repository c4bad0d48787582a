import { work } from './lib/work.js';

async function page(id: number): Promise<number> {
  await Promise.resolve();
  return work(id);
}

const sums: number[] = [];
// @loop
for (const id of Array.from({ length: 30 }, (_, i) => i * 13)) {
  const answer = await page(id);
  sums.push(answer);
}
console.log(sums.join(' '));
