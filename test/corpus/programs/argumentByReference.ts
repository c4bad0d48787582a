import { work } from './lib/work.js';

interface Cell {
  value: number;
}

function f1(q: Cell): void {
  q.value += work(q.value) % 7;
}

const shared: Cell = { value: 1 };
const seen: number[] = [];
// @loop
for (let t = 0; t < 60; t++) {
  f1(shared);
  seen.push(shared.value);
}
console.log(shared.value, seen.join(' '));
