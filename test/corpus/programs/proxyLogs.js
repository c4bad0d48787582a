import { slowHash } from './lib/hash.js';

const log = [];
const table = new Proxy({ a: 1, b: 2, c: 3 }, { get: (target, key) => (log.push(key), target[key] * log.length) });
const keys = Array.from({ length: 24 }, (_, i) => 'abc'[i % 3]);
// @loop
const out = keys.map((key) => slowHash(key + table[key]));
console.log(out.join(' '), log.join(''));
