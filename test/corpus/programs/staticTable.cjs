const { slowHash } = require('./lib/hash.cjs');

class Codec {
  static alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  static encode(text) {
    let n = slowHash(text);
    let out = '';
    for (let k = 0; k < 6; k++) {
      out += Codec.alphabet[n & 31];
      n >>>= 5;
    }
    return out;
  }
}

const out = [];
// @loop
for (const name of Array.from({ length: 30 }, (_, i) => 'file' + i)) {
  out.push(Codec.encode(name));
}
console.log(out.join(' '));
