// Rows that are different arrays and hold one object, and views that overlap at different places.
function heavy(n: number): number { let a = n | 0; for (let k = 0; k < 200; k++) a = (a * 31 + k) | 0; return a & 1023; }
const keys = [0, 1];
function byElement(): void {
  const groups: { n: number }[][] = [[], []];
  const x = { n: 1 };
  for (const k of keys) groups[k]![0] = x;
  for (let i = 0; i < 2; i++) { const v = heavy(groups[i]![0]!.n); groups[i]![0]!.n = v; }
  console.log(JSON.stringify(groups));
}
function byField(): void {
  const groups: { list: { n: number }[] }[] = [{ list: [] }, { list: [] }];
  const x = { n: 1 };
  for (const k of keys) groups[k]!.list[0] = x;
  for (let i = 0; i < 2; i++) { const v = heavy(groups[i]!.list[0]!.n); groups[i]!.list[0]!.n = v; }
  console.log(JSON.stringify(groups));
}
function byPush(): void {
  const groups: { n: number }[][] = [[], []];
  const x = { n: 1 };
  for (const k of [0, 1, 0, 1]) groups[k]!.push(x);
  for (let i = 0; i < 2; i++) { const v = heavy(groups[i]![1]!.n); groups[i]![0]!.n = v; }
  console.log(JSON.stringify(groups));
}
function byView(): void {
  const a = new Float64Array(10).map((_, i) => i);
  const views = [a.subarray(0, 5), a.subarray(3, 8)];
  for (const v of views) v[3] = heavy(v[0]!);
  for (let i = 0; i < 2; i++) { const q = heavy(views[i]![0]!); views[i]![3] = q; }
  for (let i = 0; i < 2; i++) views[i]![3] = heavy(views[i]![3]! + views[i]![0]!);
  console.log(a.join());
}
byElement(); byField(); byPush(); byView();
export {};
