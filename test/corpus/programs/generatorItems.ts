import { work } from './lib/work.js';

function* squares(count: number): Generator<number> {
  for (let i = 0; i < count; i++) yield i * i;
}

const out: number[] = [];
// @loop
for (const square of squares(40)) {
  out.push(work(square));
}
console.log(out.join(' '));
