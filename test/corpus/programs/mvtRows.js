const n = Math.round(90 * Math.sqrt(Number(process.env.SCALE ?? '1')));

export function mvt(x1, x2, y1, y2, A) {
  // @loop
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) x1[i] = x1[i] + A[i][j] * y1[j];
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) x2[i] = x2[i] + A[j][i] * y2[j];
}

const vector = (f) => Array.from({ length: n }, (_, i) => f(i));
const A = vector((i) => vector((j) => ((i * j) % n) / n));
const x1 = vector((i) => (i % 5) / n);
const x2 = vector((i) => ((i + 1) % 5) / n);
mvt(x1, x2, vector((i) => ((i + 3) % 7) / n), vector((i) => ((i + 4) % 7) / n), A);
console.log(x1.reduce((a, b) => a + b).toFixed(9), x2.reduce((a, b) => a + b).toFixed(9), x1[7]);
