import { slowHash } from './lib/hash.js';

const pending = new Set(Array.from({ length: 60 }, (_, i) => i + 2));
const chosen = [];
// @loop
for (const n of pending) {
  chosen.push(slowHash('n' + n) % 1000);
  for (let k = n + (slowHash('' + n) % n) + 1; k < 62; k += n) pending.delete(k);
}
console.log(chosen.join(' '), pending.size);
