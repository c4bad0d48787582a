import { slowHash } from './lib/hash.js';

const names = Array.from({ length: 25 }, (_, i) => 'n' + i);
// @loop
const hashes = await Promise.all(names.map(async (name) => {
  await null;
  return slowHash(name) % 1000;
}));
console.log(hashes.join(' '));
