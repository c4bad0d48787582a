import { slowHash } from './lib/hash.js';

const cells = Array.from({ length: 30 }, (_, i) => i);
// @loop
cells.forEach((v, i, all) => {
  all[i] = slowHash('c' + v) % 100;
});
console.log(cells.join(' '));
