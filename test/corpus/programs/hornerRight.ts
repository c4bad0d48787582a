const SCALE = Number(process.env.SCALE ?? '1');
function step(acc: number, c: number): number {
  let v = acc;
  for (let k = 0; k < 60 * SCALE; k++) v = (v * 3 + c + k) % 1009;
  return v;
}
const coefficients = Array.from({ length: 50 }, (_, i) => (i * i) % 13);
// @loop
const value = coefficients.reduceRight((acc, c) => step(acc, c), 1);
console.log(value);
