// A default parameter has an effect.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
let calls = 0;
function numbered(x: number, n: number = ++calls): number {
  return mix(x + n);
}
for (const x of [1, 1, 1]) {
  console.log(numbered(x));
}
console.log(calls);
function noisy(x: number, { s = (console.log('default', x), 2) }: { s?: number } = {}): number {
  return mix(x * s);
}
for (const x of [1, 2]) {
  const v = noisy(x);
  console.log(v);
}
