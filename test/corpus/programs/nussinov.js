const SCALE = Number(process.env.SCALE ?? '1');
const n = Math.round(70 * Math.cbrt(SCALE));
const bases = Array.from({ length: n }, (_, i) => (i * i + 3 * i + 1) % 4);
const table = Array.from({ length: n }, () => new Int32Array(n));
const pairs = (a, b) => (a + b === 3 ? 1 : 0);
// @loop
for (let i = n - 1; i >= 0; i--) {
  for (let j = i + 1; j < n; j++) {
    let best = Math.max(table[i][j - 1], i + 1 < n ? table[i + 1][j] : 0);
    if (i + 1 < n) best = Math.max(best, table[i + 1][j - 1] + (i < j - 1 ? pairs(bases[i], bases[j]) : 0));
    for (let k = i + 1; k < j; k++) best = Math.max(best, table[i][k] + table[k + 1][j]);
    table[i][j] = best;
  }
}
console.log(table[0][n - 1], table[5].join(' '));
