import { slowHash } from './lib/hash.js';

const queue = Array.from({ length: 40 }, (_, k) => 'task' + k * k);
const seen = [];
let i = 0;
// @loop
while (i < queue.length) {
  const hash = slowHash(queue[i]);
  seen.push(hash % 1000);
  i++;
}
console.log(seen.join(' '), i);
