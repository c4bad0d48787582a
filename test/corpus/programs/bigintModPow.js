const SCALE = Number(process.env.SCALE ?? '1');
const modulus = (1n << 127n) - 1n;
const messages = Array.from({ length: 30 }, (_, i) => BigInt(i * 7919 + 3) ** 3n);

function powmod(base, exponent, m) {
  let result = 1n;
  for (let b = base % m, e = exponent; e > 0n; e >>= 1n, b = (b * b) % m) if (e & 1n) result = (result * b) % m;
  return result;
}

const sealed = {};
// @loop
for (const message of messages) {
  let c = message;
  for (let round = 0; round < 2 * SCALE; round++) c = powmod(c, 65537n, modulus);
  sealed[message.toString(36)] = c.toString(16);
}
console.log(Object.entries(sealed).join('\n'));
