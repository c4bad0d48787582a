import { work } from './lib/work.js';

let next = 1;
function* fed(count: number): Generator<number> {
  for (let i = 0; i < count; i++) yield next;
}

const out: number[] = [];
// @loop
for (const x of fed(40)) {
  next = work(x + 1);
  out.push(next);
}
console.log(out.join(' '));
