const SCALE = Number(process.env.SCALE ?? '1');
const nr = 12;
const nq = 10;
const np = Math.round(16 * Math.sqrt(SCALE));
const A = Array.from({ length: nr }, (_, r) => Array.from({ length: nq }, (_, q) => Array.from({ length: np }, (_, p) => ((r * q + p) % np) / np)));
const C4 = Array.from({ length: np }, (_, s) => Array.from({ length: np }, (_, p) => ((s * p) % np) / np));
const sum = new Array<number>(np).fill(0);
// @loop
for (let r = 0; r < nr; r++) {
  for (let q = 0; q < nq; q++) {
    for (let p = 0; p < np; p++) {
      sum[p] = 0;
      for (let s = 0; s < np; s++) sum[p] += A[r][q][s] * C4[s][p];
    }
    for (let p = 0; p < np; p++) A[r][q][p] = sum[p];
  }
}
console.log(A.map((plane) => plane.flat().reduce((a, b) => a + b).toFixed(6)).join(' '));
