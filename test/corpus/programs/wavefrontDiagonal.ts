const SCALE = Number(process.env.SCALE ?? '1');
const n = 14;
const H = new Float64Array(n * n);

function relax(up: number, left: number, corner: number): number {
  let v = 1 + up + left;
  for (let k = 0; k < 40 * SCALE; k++) v = 0.5 * (v + (corner + 2 + (k % 3)) / v);
  return v;
}

for (let q = 0; q < n; q++) {
  H[q] = 1 + q;
  H[q * n] = 2 + q;
}
for (let d = 2; d <= 2 * (n - 1); d++) {
  const first = Math.max(1, d - n + 1);
  const last = Math.min(n - 1, d - 1);
  // @loop
  for (let i = first; i <= last; i++) {
    const j = d - i;
    H[i * n + j] = relax(H[(i - 1) * n + j], H[i * n + j - 1], H[(i - 1) * n + j - 1]);
  }
}
console.log(H[n * n - 1], H.reduce((x, y) => x + y, 0));
