import { slowHash } from './lib/hash.js';

const found = new Map([['start', 0]]);
// @loop
for (const [name, depth] of found) {
  if (depth > 4) continue;
  const h = slowHash(name);
  found.set('a' + (h % 40), depth + 1);
  found.set('b' + (h % 30), depth + 2);
}
console.log([...found].join(' '));
