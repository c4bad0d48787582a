// Items that the commit part skips would throw.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
function heavy(x: number): number {
  if (x < 0) throw new RangeError('negative ' + x);
  return mix(x);
}
const seen = new Set<number>([-1]);
for (const x of [1, -1, 2, 1]) {
  if (seen.has(x)) continue;
  const h = heavy(x);
  seen.add(x);
  console.log(x, h);
}
const limit = { left: 2 };
for (const x of [1, 2, -5, -6]) {
  if (limit.left === 0) break;
  limit.left--;
  console.log(heavy(x));
}
[1, 2, -3].forEach((x) => {
  if (seen.size > 2 && x < 0) return;
  seen.add(x);
  console.log(heavy(x));
  seen.add(99);
});
try {
  for (const x of [1, -7, 2]) {
    console.log('before', x);
    const h = heavy(x);
    console.log('after', h);
  }
} catch (e) {
  console.log(String(e));
} finally {
  console.log('finally');
}
const out: number[] = [];
try {
  for (const x of [1, 2, -9, 4]) out.push(heavy(x));
} catch (e) {
  console.log((e as Error).message, out.length);
}
