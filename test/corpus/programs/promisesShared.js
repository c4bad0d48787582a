import { slowHash } from './lib/hash.js';

const names = Array.from({ length: 25 }, (_, i) => 'n' + i);
let last = '';
// @loop
const hashes = await Promise.all(names.map(async (name) => {
  await null;
  last = String(slowHash(name + last));
  return Number(last) % 1000;
}));
console.log(hashes.join(' '), last);
