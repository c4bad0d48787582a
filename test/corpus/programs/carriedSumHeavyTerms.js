const SCALE = Number(process.env.SCALE ?? '1');
const n = 70;

function term(x) {
  let v = x + 2;
  for (let k = 0; k < 50 * SCALE; k++) v = Math.sqrt(v * v + (k % 5)) - (k % 3) * 0.25;
  return v;
}

const a = [0.5];
const b = Array.from({ length: n }, (_, i) => (i * 13) % 29);
// @loop
for (let i = 0; i < n - 1; i++) {
  a[i + 1] = a[i] * 0.75 + term(b[i]);
}
console.log(a.map((v) => v.toFixed(5)).join(' '));
