const SCALE = Number(process.env.SCALE ?? '1');
const n = Math.round(24 * Math.sqrt(SCALE));
const A = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => 1 / (1 + Math.abs(i - j)) + (i === j ? i / n : 0)));
let vector = new Array(n).fill(1);
let value = 0;
let rounds = 0;
let change = Infinity;
// @loop
while (change > 1e-12 && rounds < 500) {
  const product = A.map((row) => row.reduce((sum, a, j) => sum + a * vector[j], 0));
  const norm = Math.hypot(...product);
  vector = product.map((v) => v / norm);
  change = Math.abs(norm - value);
  value = norm;
  rounds++;
}
console.log(value.toFixed(9), rounds, vector[3].toFixed(9));
