import { slowHash } from './lib/hash.js';

const cells = Array.from({ length: 30 }, (_, i) => i);
// @loop
cells.forEach((v, i, all) => {
  if (i + 1 < all.length) all[i + 1] = slowHash('c' + v) % 100;
});
console.log(cells.join(' '));
