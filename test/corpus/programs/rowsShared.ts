const SCALE = Number(process.env.SCALE ?? '1');
const n = 24 * SCALE;
const a = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => ((i * 3 + j) % 7) / 7));
const c = new Array<number[]>(n).fill(new Array<number>(n).fill(0));
const traces: number[] = [];
// @loop
for (let i = 0; i < n; i++) {
  for (let j = 0; j < n; j++) for (let k = 0; k < n; k++) c[i]![j]! += a[i]![k]! * a[k]![j]!;
  traces.push(c[i]![i]!);
}
console.log(traces.map((t) => t.toFixed(6)).join(' '));
