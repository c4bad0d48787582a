import { work } from './lib/work.js';

let reference: number | undefined;
function relative(x: number): number {
  reference ??= work(x);
  return work(x + reference) - reference;
}

const xs = [17, 4, 99, 23, 8, 42, 15, 16, 77, 31];
// @loop
const changes = xs.map((x) => relative(x));
console.log(changes.join(' '));
