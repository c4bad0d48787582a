import { slowHash } from './lib/hash.js';

const prices = { b: 3, a: 5, 10: 7, 2: 9, long: 11 };
const hashed = {};
// @loop
for (const key in prices) {
  if (Object.hasOwn(prices, key)) hashed[key] = slowHash((key + prices[key]).repeat(20));
}
console.log(JSON.stringify(hashed));
