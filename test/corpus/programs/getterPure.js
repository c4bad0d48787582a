import { slowHash } from './lib/hash.js';

const box = { width: 3, height: 4, get area() { return this.width * this.height; } };
const out = [];
// @loop
for (let i = 0; i < 30; i++) {
  out.push(slowHash(`${box.area}:${i}`));
}
console.log(out.join(' '));
