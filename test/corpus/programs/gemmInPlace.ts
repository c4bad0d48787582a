const SCALE = Number(process.env.SCALE ?? '1');

function gemm(n: number, alpha: number, beta: number, C: Float64Array, A: Float64Array, B: Float64Array): void {
  // @loop
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) C[i * n + j] *= beta;
    for (let k = 0; k < n; k++) {
      for (let j = 0; j < n; j++) C[i * n + j] += alpha * A[i * n + k] * B[k * n + j];
    }
  }
}

const n = Math.round(40 * Math.cbrt(SCALE));
const fill = (seed: number): Float64Array => Float64Array.from({ length: n * n }, (_, q) => ((q * seed + 1) % n) / n);
const C = fill(3);
gemm(n, 1.5, 1.2, C, fill(5), fill(7));
let trace = 0;
for (let i = 0; i < n; i++) trace += C[i * n + i];
console.log(trace.toFixed(10), C[n + 3].toFixed(10));
