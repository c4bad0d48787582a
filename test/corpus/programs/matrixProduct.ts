const SCALE = Number(process.env.SCALE ?? '1');
const n = 24 * SCALE;
const a = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => ((i * 3 + j) % 7) / 7));
const b = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => ((i + j * 5) % 11) / 11));
const c = Array.from({ length: n }, () => new Array<number>(n).fill(0));
// @loop
for (let i = 0; i < n; i++) {
  for (let j = 0; j < n; j++) {
    for (let k = 0; k < n; k++) c[i]![j]! += a[i]![k]! * b[k]![j]!;
  }
}
console.log(c.map((row) => row.reduce((s, v) => s + v, 0).toFixed(6)).join(' '));
