import { slowHash } from './lib/hash.js';

const groups = new Map();
// @loop
for (const name of Array.from({ length: 40 }, (_, i) => 'n' + i)) {
  const key = slowHash(name) % 5;
  if (!groups.has(key)) groups.set(key, []);
  groups.get(key).push(name);
}
console.log([...groups].map(([k, v]) => `${k}:${v.join()}`).join(' '));
