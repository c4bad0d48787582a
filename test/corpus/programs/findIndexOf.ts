import { work } from './lib/work.js';

const xs = Array.from({ length: 120 }, (_, i) => 1000 - i);
// @loop
const at = xs.findIndex((x) => work(x) < 8);
console.log(at);
