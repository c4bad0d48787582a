// A cheap local that nobody reads is made from a costly one.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
const out: number[] = [];
const table = [3, 1, 2];
for (const x of [1, 2, 3]) {
  console.log('m', mix(x));
  const c1 = Math.abs(mix(x)) + table[0]!;
  const a2 = [Math.abs(c1)];
  out.push(mix(x + 1));
}
console.log(out.join());
for (const x of [1, 2, 3]) {
  const c1 = mix(x);
  console.log('between');
  const c2 = c1 + 1;
  const c3 = c2 * 2;
  out.push(mix(x + 1));
}
console.log(out.join());
