import { slowHash } from './lib/hash.js';

const stock = new Map(Array.from({ length: 30 }, (_, i) => ['part' + i, i % 4]));
const labels = [];
// @loop
for (const [part, count] of stock) {
  labels.push(`${part}x${count}:${slowHash(part.repeat(count + 1))}`);
}
console.log(labels.join(' '));
