const SCALE = Number(process.env.SCALE ?? '1');
const n = Math.round(80 * Math.sqrt(SCALE));
const alpha = 1.5;
const beta = 1.2;
const A = Array.from({ length: n }, (_, i) => Float64Array.from({ length: n }, (_, j) => ((i * j + 1) % n) / n));
const B = Array.from({ length: n }, (_, i) => Float64Array.from({ length: n }, (_, j) => ((i * j + 2) % n) / n));
const x = Float64Array.from({ length: n }, (_, i) => (i % n) / n);
const tmp = new Float64Array(n);
const y = new Float64Array(n);
// @loop
for (let i = 0; i < n; i++) {
  tmp[i] = 0;
  y[i] = 0;
  for (let j = 0; j < n; j++) {
    tmp[i] = A[i][j] * x[j] + tmp[i];
    y[i] = B[i][j] * x[j] + y[i];
  }
  y[i] = alpha * tmp[i] + beta * y[i];
}
console.log(y.reduce((a, b) => a + b).toFixed(9), tmp[n - 1].toFixed(9), y[11]);
