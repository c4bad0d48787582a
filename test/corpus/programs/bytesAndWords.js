import { slowHash } from './lib/hash.js';

const buffer = new ArrayBuffer(160);
const words = new Uint32Array(buffer);
const bytes = new Uint8Array(buffer);
// @loop
for (let i = 0; i < words.length; i++) {
  words[i] = slowHash('w' + bytes[(i * 3) % 160]);
}
console.log(words.join(' '));
