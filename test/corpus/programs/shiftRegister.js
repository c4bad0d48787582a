import { slowHash } from './lib/hash.js';

const taps = new Uint32Array(8).fill(1);
const out = [];
// @loop
for (let t = 0; t < 60; t++) {
  taps.copyWithin(1, 0);
  taps[0] = slowHash(taps.join());
  out.push(taps[0] % 100);
}
console.log(out.join(' '));
