const SCALE = Number(process.env.SCALE ?? '1');
const n = Math.round(22 * Math.cbrt(SCALE));
const m = n + 5;
const A = Array.from({ length: m }, (_, i) => Array.from({ length: n }, (_, j) => ((i * j) % m) / m + (i === j ? 2 : 0)));
const R = Array.from({ length: n }, () => new Array(n).fill(0));
const Q = Array.from({ length: m }, () => new Array(n).fill(0));
// @loop
for (let k = 0; k < n; k++) {
  let norm = 0;
  for (let i = 0; i < m; i++) norm += A[i][k] * A[i][k];
  R[k][k] = Math.sqrt(norm);
  for (let i = 0; i < m; i++) Q[i][k] = A[i][k] / R[k][k];
  for (let j = k + 1; j < n; j++) {
    R[k][j] = 0;
    for (let i = 0; i < m; i++) R[k][j] += Q[i][k] * A[i][j];
    for (let i = 0; i < m; i++) A[i][j] -= Q[i][k] * R[k][j];
  }
}
console.log(R.map((row, k) => row[k].toFixed(5)).join(' '));
