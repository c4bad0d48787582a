const SCALE = Number(process.env.SCALE ?? '1');
let power = 3n;
const low = [];
// @loop
for (let i = 0; i < 60 * SCALE; i++) {
  power = (power * power + BigInt(i)) % (2n ** 127n - 1n);
  low.push(power % 1000n);
}
console.log(low.slice(0, 60).join(' '));
