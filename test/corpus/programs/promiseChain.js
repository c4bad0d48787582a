import { slowHash } from './lib/hash.js';

const parts = Array.from({ length: 30 }, (_, i) => 'part' + i);
let chain = Promise.resolve('start');
// @loop
parts.forEach((part) => {
  chain = chain.then((before) => `${slowHash(before + part)}`);
});
console.log(await chain);
