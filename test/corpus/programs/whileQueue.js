import { slowHash } from './lib/hash.js';

const queue = ['seed'];
const seen = [];
let i = 0;
// @loop
while (i < queue.length && i < 40) {
  const name = queue[i++];
  const hash = slowHash(name);
  seen.push(hash % 1000);
  if (hash % 3) queue.push(name.slice(-6) + (hash % 10), 'b' + (hash % 100));
}
console.log(seen.join(' '));
