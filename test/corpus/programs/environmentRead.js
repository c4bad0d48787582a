import { slowHash } from './lib/hash.js';

const names = Array.from({ length: 25 }, (_, i) => 'n' + i);
// @loop
const out = names.map((name) => slowHash(name + (process.env.CORPUS_SALT ?? 'none')));
console.log(out.join(' '));
