const n = 24 * Number(process.env.SCALE ?? '1');
const d = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 0 : 1 + ((i * 31 + j * 17) % 97))));
// @loop
for (let k = 0; k < n; k++) {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) d[i]![j] = Math.min(d[i]![j]!, d[i]![k]! + d[k]![j]!);
  }
}
console.log(d.map((row) => row.reduce((s, v) => s + v, 0)).join(' '));
