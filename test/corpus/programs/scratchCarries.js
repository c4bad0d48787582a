const SCALE = Number(process.env.SCALE ?? '1');
const scratch = new Array(32).fill(0);
const out = [];
// @loop
for (let i = 0; i < 40; i++) {
  for (let k = 1; k < 32; k++) scratch[k] = (i * k * 7 + scratch[0]) % 31;
  for (let round = 0; round < 3 * SCALE; round++) scratch.sort((a, b) => ((a * 5 + i) % 31) - ((b * 5 + i) % 31));
  out.push(scratch[16] * 100 + scratch[3]);
}
console.log(out.join(' '));
