import { slowHash } from './lib/hash.js';

// @loop
for (const name of Array.from({ length: 25 }, (_, i) => 'n' + i)) {
  process.env.CORPUS_SALT = String(slowHash(name + (process.env.CORPUS_SALT ?? 'none')));
}
console.log(process.env.CORPUS_SALT);
