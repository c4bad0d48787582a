import { slowHash } from './lib/hash.js';

const store = new Map(Array.from({ length: 24 }, (_, i) => ['key' + i, 'value'.repeat((i % 5) + 1) + i]));
const load = async (key) => store.get(key);
const keys = [...store.keys()];
const results = new Array(keys.length);
// @loop
await Promise.all(keys.map(async (key, i) => {
  const value = await load(key);
  results[i] = slowHash(value) % 10007;
}));
console.log(results.join(' '));
