import { work } from './lib/work.js';

async function report(): Promise<string> {
  const parts: number[] = [];
  // @loop
  for (let i = 0; i < 40; i++) {
    parts.push(work(i * 5));
  }
  await null;
  return parts.join(' ');
}

const [first, second] = await Promise.all([report(), report()]);
console.log(first, first === second);
