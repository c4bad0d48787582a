const SCALE = Number(process.env.SCALE ?? '1');
function term(k: number): number {
  let v = 0;
  for (let j = 1; j <= 100 * SCALE; j++) v += Math.exp(-k / j) / (j * j);
  return v;
}
let integral = 0;
// @loop
for (let k = 0; k < 120; k++) {
  integral += term(k) * 0.1;
}
console.log(integral);
