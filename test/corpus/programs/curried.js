import { slowHash } from './lib/hash.js';

const salted = (salt) => (name) => slowHash(salt + name) % 10007;
const hashName = salted('pepper');
const names = Array.from({ length: 40 }, (_, i) => 'user' + i);
// @loop
const hashes = names.map((name) => hashName(name));
console.log(hashes.join(' '));
