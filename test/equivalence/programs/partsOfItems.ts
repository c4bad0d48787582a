// A name for an item, or for a part of it, and a name for the collection: two names for one thing.
function heavy(n: number): number { let a = n | 0; for (let k = 0; k < 200; k++) a = (a * 31 + k) | 0; return a & 1023; }
interface Item { v: number; w: number[] }
const make = (): Item[] => [1, 2, 3].map((v) => ({ v, w: [v, v + 1] }));
function ofOuter(xs: Item[]): void {
  for (const o of xs) for (let j = 0; j < 3; j++) xs[heavy(o.v) % 3]!.v += 1;
}
function ofPattern(xs: Item[]): void {
  for (const { w } of xs) for (let j = 0; j < 3; j++) xs[j]!.w[0]! += heavy(w[0]!);
}
function ofName(xs: Item[]): void {
  for (const o of xs) {
    const { w } = o;
    for (let j = 0; j < 3; j++) xs[j]!.w[0]! += heavy(w[0]!);
  }
}
function ofCallback(xs: Item[]): void {
  xs.forEach(({ w }, i) => {
    for (let j = 0; j < 3; j++) xs[j]!.w[0]! += heavy(w[0]! + i);
  });
}
function ofEntries(xs: Map<string, Item>): void {
  for (const [, o] of xs) for (let j = 0; j < 3; j++) { const h = heavy(xs.get('1')!.v); o.v += h; }
}
function ofFiltered(xs: Item[]): void {
  const some = xs.filter((x) => x.v > 1);
  for (const o of some) for (let j = 0; j < 3; j++) { const h = heavy(xs[1]!.v); o.v += h; }
}
function ofBoth(xs: Item[]): void {
  for (const o of xs) for (const p of xs) for (let j = 0; j < 2; j++) o.w[j] = heavy(p.w[0]!);
}
for (const change of [ofOuter, ofPattern, ofName, ofCallback, ofFiltered, ofBoth]) {
  const xs = make();
  change(xs);
  console.log(JSON.stringify(xs));
}
const entries = new Map(make().map((x) => [String(x.v), x]));
ofEntries(entries);
console.log(JSON.stringify([...entries]));
export {};
