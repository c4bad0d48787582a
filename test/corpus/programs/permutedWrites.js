import { slowHash } from './lib/hash.js';

const target = Array.from({ length: 40 }, (_, i) => (i * 7) % 40);
const out = new Array(40).fill(0);
// @loop
for (let i = 0; i < target.length; i++) {
  out[target[i]] = slowHash('cell' + i) % 997;
}
console.log(out.join(' '));
