import { slowHash } from './lib/hash.js';

// @loop
const table = Array.from({ length: 40 }, (_, i) => slowHash('row' + i) % 1000);
console.log(table.join(' '));
