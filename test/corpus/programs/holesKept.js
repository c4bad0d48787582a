import { slowHash } from './lib/hash.js';

const sparse = [];
for (let i = 0; i < 30; i += 1 + (i % 4)) sparse[i] = 'v' + i;
sparse.length = 35;
// @loop
const out = sparse.map((v) => slowHash(v) % 100);
console.log(out.length, Object.keys(out).join(' '), out.join('|'));
