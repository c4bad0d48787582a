const SCALE = Number(process.env.SCALE ?? '1');
const n = Math.round(18 * Math.cbrt(SCALE));
const at = (i: number, j: number, k: number): number => (i * n + j) * n + k;
const A = Float64Array.from({ length: n * n * n }, (_, q) => ((q * 10) % (n + 3)) / n);
const B = Float64Array.from(A);

function step(from: Float64Array, to: Float64Array): void {
  // @loop
  for (let i = 1; i < n - 1; i++) {
    for (let j = 1; j < n - 1; j++) {
      for (let k = 1; k < n - 1; k++) {
        const c = from[at(i, j, k)];
        to[at(i, j, k)] =
          0.125 * (from[at(i + 1, j, k)] - 2 * c + from[at(i - 1, j, k)]) +
          0.125 * (from[at(i, j + 1, k)] - 2 * c + from[at(i, j - 1, k)]) +
          0.125 * (from[at(i, j, k + 1)] - 2 * c + from[at(i, j, k - 1)]) +
          c;
      }
    }
  }
}

for (let t = 0; t < 3; t++) {
  step(A, B);
  step(B, A);
}
console.log(A[at(3, 4, 5)].toFixed(9), B.reduce((a, b) => a + b).toFixed(6));
