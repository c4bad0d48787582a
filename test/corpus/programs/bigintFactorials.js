const SCALE = Number(process.env.SCALE ?? '1');
function factorial(n) {
  let product = 1n;
  for (let k = 2n; k <= n; k++) product *= k;
  return product;
}
const ns = Array.from({ length: 24 }, (_, i) => BigInt(10 * i * SCALE));
// @loop
const digits = ns.map((n) => factorial(n).toString().length);
console.log(digits.join(' '));
