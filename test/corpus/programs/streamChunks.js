import { slowHash } from './lib/hash.js';

async function* chunks() {
  for (let i = 0; i < 25; i++) yield 'chunk'.repeat(1 + (i % 5)) + i;
}

const hashes = [];
// @loop
for await (const chunk of chunks()) {
  hashes.push(slowHash(chunk) % 1000);
}
console.log(hashes.join(' '));
