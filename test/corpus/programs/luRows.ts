const SCALE = Number(process.env.SCALE ?? '1');
const n = Math.round(24 * Math.cbrt(SCALE));
const A: number[][] = [];
for (let i = 0; i < n; i++) {
  A.push(Array.from({ length: n }, (_, j) => (i === j ? n : ((i * 3 + j * 5) % 11) / 11)));
}

for (let k = 0; k < n - 1; k++) {
  // @loop
  for (let i = k + 1; i < n; i++) {
    const factor = A[i][k] / A[k][k];
    A[i][k] = factor;
    for (let j = k + 1; j < n; j++) A[i][j] -= factor * A[k][j];
  }
}
console.log(A.map((row, i) => row[i].toFixed(6)).join(' '));
