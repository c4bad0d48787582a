const { slowHash } = require('./lib/hash.cjs');

const out = new Array(60).fill(0);
let at = 0;
// @loop
for (let i = 0; i < 30; i++) {
  const h = slowHash('p' + i);
  out[at] = h % 100;
  out[at + 1] = (h >>> 8) % 100;
  at += 2;
}
console.log(out.join(' '), at);
