import { slowHash } from './lib/hash.js';

const names = Array.from({ length: 40 }, (_, i) => 'term' + i);
// @loop
const folded = names.reduce((acc, name) => acc / 3 - (slowHash(name) % 1000), 1);
console.log(folded);
