import { work } from './lib/work.js';

export function scores(limit: number): { list: number[]; count: number; last: number | undefined } {
  const list: number[] = [];
  let i: number;
  let last: number | undefined;
  // @loop
  for (i = 0; i < limit; i++) {
    const score = work(i * 11);
    list[i] = score;
    last = score;
  }
  return { list, count: i, last };
}
const { list, count, last } = scores(50);
console.log(list.join(' '), count, last);
