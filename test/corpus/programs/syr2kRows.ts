const SCALE = Number(process.env.SCALE ?? '1');

type Matrix = number[][];

const matrix = (rows: number, columns: number, f: (i: number, j: number) => number): Matrix =>
  Array.from({ length: rows }, (_, i) => Array.from({ length: columns }, (_, j) => f(i, j)));

function kernelSyr2k(n: number, m: number, alpha: number, beta: number, C: Matrix, A: Matrix, B: Matrix) {
  // @loop
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) C[i][j] *= beta;
    for (let k = 0; k < m; k++) {
      for (let j = 0; j <= i; j++) {
        C[i][j] += A[j][k] * alpha * B[i][k] + B[j][k] * alpha * A[i][k];
      }
    }
  }
}

const n = Math.round(36 * Math.cbrt(SCALE));
const m = Math.round(30 * Math.cbrt(SCALE));
const C = matrix(n, n, (i, j) => ((i * j + 3) % n) / m);
kernelSyr2k(n, m, 1.5, 1.2, C, matrix(n, m, (i, j) => ((i * j + 1) % n) / n), matrix(n, m, (i, j) => ((i * j + 2) % m) / m));
console.log(C.map((row) => row.reduce((a, b) => a + b).toFixed(3)).join(' '));
