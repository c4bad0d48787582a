import { slowHash } from './lib/hash.js';

const names = Array.from({ length: 80 }, (_, i) => 'module' + i);
// @loop
const good = names.every((name) => slowHash(name) % 61 !== 0);
console.log(good);
