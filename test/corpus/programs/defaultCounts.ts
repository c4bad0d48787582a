import { work } from './lib/work.js';

let next = 0;
const numbered = (x: number, id = next++): number => work(x * 100 + id);

const xs = [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5];
// @loop
const out = xs.map((x) => numbered(x));
console.log(out.join(' '), next);
