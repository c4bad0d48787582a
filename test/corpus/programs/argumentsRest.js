import { slowHash } from './lib/hash.js';

function combine() {
  let sum = 0;
  for (let k = 0; k < arguments.length; k++) sum += slowHash(String(arguments[k]));
  return sum;
}
const apart = (first, ...rest) => combine(first, rest.length, ...rest);

const rows = Array.from({ length: 25 }, (_, i) => [i, i * 2, 'x' + i]);
// @loop
const sums = rows.map((row) => apart(...row));
console.log(sums.join(' '));
