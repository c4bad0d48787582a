const SCALE = Number(process.env.SCALE ?? '1');
const [n, m] = [40, 30];
const b = Float64Array.from({ length: n * m }, (_, q) => q % 17);

function blend(x, y) {
  let v = x + 1;
  for (let k = 0; k < 10 * SCALE; k++) v = 0.5 * (v + (y + 2 + (k & 1)) / v);
  return v;
}

// @loop
for (let i = 1; i < n; i++) {
  for (let j = 0; j < m; j++) b[i * m + j] = blend(b[i * m + j], b[i * m + j - 1]);
}
console.log(b[m], b[n * m - 1], b.reduce((x, y) => x + y));
