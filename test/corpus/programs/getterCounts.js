import { slowHash } from './lib/hash.js';

let reads = 0;
const box = { get area() { return ++reads; } };
const out = [];
// @loop
for (let i = 0; i < 30; i++) {
  out.push(slowHash(`${box.area}:${i}`));
}
console.log(out.join(' '), reads);
