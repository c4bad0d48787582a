import { slowHash } from './lib/hash.js';

const from = Array.from({ length: 40 }, (_, i) => (i * 7 + 3) % 40);
const cells = Array.from({ length: 40 }, (_, i) => i);
// @loop
for (let i = 0; i < from.length; i++) {
  cells[i] = slowHash('cell' + cells[from[i]]) % 997;
}
console.log(cells.join(' '));
