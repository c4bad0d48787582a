// What one object calls `out`, the next one calls `w`; two fields, or two rows, may be one array.
function heavy(n: number): number { let a = n | 0; for (let k = 0; k < 200; k++) a = (a * 31 + k) | 0; return a & 1023; }
interface Layer { w: number[]; out: number[] }
function chain(): Layer[] {
  const buffers = [[1], [2], [3], [4]];
  return [0, 1, 2].map((k) => ({ w: buffers[k]!, out: buffers[k + 1]! }));
}
function byItem(): void {
  const layers = chain();
  for (const l of layers) l.out[0] = heavy(l.w[0]!);
  console.log(JSON.stringify(layers));
}
function byPattern(): void {
  const layers = chain();
  for (const { w, out } of layers) out[0] = heavy(w[0]!);
  for (const { w, out } of layers) out.push(heavy(w.length));
  console.log(JSON.stringify(layers));
}
function byIndex(): void {
  const layers = chain();
  for (let i = 0; i < 3; i++) layers[i]!.out[0] = heavy(layers[i]!.w[0]!);
  console.log(JSON.stringify(layers));
}
function byName(): void {
  const x = [1, 2, 3, 4];
  const s = { a: x, b: x };
  for (let i = 0; i < 3; i++) s.a[i + 1] = heavy(s.b[i]!);
  const given = (p: { a: number[]; b: number[] }): void => {
    for (let i = 0; i < 3; i++) p.a[i + 1] = heavy(p.b[i]!);
  };
  given(s);
  console.log(x.join());
}
function byRow(): void {
  const x = [1, 2, 3, 4];
  const rows = [x, x];
  for (let i = 0; i < 3; i++) rows[0]![i + 1] = heavy(rows[1]![i]!);
  console.log(x.join());
}
const wrap = (list: number[]): { a: { b: number[] } } => ({ a: { b: list } });
function wrapped(): void {
  const outer = [1, 2, 3];
  for (let i = 0; i < 3; i++) { const h = heavy(wrap(outer).a.b[0]!); outer[0] = h + i; }
  console.log(outer.join());
}
function nested(): void {
  const items = [{ v: 1, w: [1] }, { v: 2, w: [2] }];
  for (const { w } of items) for (let j = 0; j < 2; j++) items[j]!.w[0]! += heavy(w[0]!);
  items.forEach(({ w: [first] }, i) => { items[1]!.w[0] = heavy(first! + i); });
  console.log(JSON.stringify(items));
}
function ahead(): void {
  const items = [1, 2, 3].map((v) => ({ v }));
  items.forEach(({ v }, i) => { if (i < 2) items[i + 1]!.v = heavy(v + i); });
  items.forEach(({ v }, i) => { items[i]!.v = heavy(v); });
  items.forEach(({ v }, i) => { if (i > 0) items[i - 1]!.v = heavy(v); });
  items.reduceRight((sum, { v }, i) => { if (i > 0) items[i - 1]!.v = heavy(v); return sum + v; }, 0);
  const m = new Map([['a', { v: 1 }], ['b', { v: 2 }]]);
  for (const [, o] of m) o.v = heavy(o.v);
  for (const [k, o] of m) m.get(k === 'a' ? 'b' : 'a')!.v = heavy(o.v);
  console.log(JSON.stringify(items), JSON.stringify([...m]));
}
ahead();
byItem(); byPattern(); byIndex(); byName(); byRow(); wrapped(); nested();
export {};
