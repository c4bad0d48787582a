const { slowHash } = require('./lib/hash.cjs');

let settings = { modulus: 7 };
settings = { ...settings, modulus: 1009 };
const bucket = (name) => slowHash(name) % settings.modulus;

const out = [];
// @loop
for (let i = 0; i < 40; i++) {
  out.push(bucket('key' + i));
}
console.log(out.join(' '));
