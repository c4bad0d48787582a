const { slowHash } = require('./lib/hash.cjs');

const buffer = new ArrayBuffer(160);
const input = new Uint8Array(buffer, 0, 32).map((_, i) => i);
const source = new Uint8Array(buffer, 0, 32);
source.set(input);
const words = new Uint32Array(buffer, 32, 32);
// @loop
for (let i = 0; i < words.length; i++) {
  words[i] = slowHash('w' + source[i]);
}
console.log(words.join(' '));
