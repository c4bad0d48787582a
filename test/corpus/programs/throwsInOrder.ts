import { work } from './lib/work.js';

function check(x: number): number {
  const value = work(x);
  if (value > 930) throw new RangeError(`item ${x} has ${value}`);
  return value;
}

const good: number[] = [];
try {
  // @loop
  for (const x of Array.from({ length: 90 }, (_, i) => i * 5)) {
    good.push(check(x));
  }
} catch (error) {
  console.log(String(error));
}
console.log(good.length, good.join(' '));
