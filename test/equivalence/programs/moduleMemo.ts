// Caches and counters of the module behind helpers, also behind two calls and a class.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
const cache = new Map<number, number>();
let misses = 0;
function cached(x: number): number {
  let v = cache.get(x);
  if (v === undefined) cache.set(x, (v = mix(x) + ++misses));
  return v;
}
function outer(x: number): number {
  return cached(x) + 1;
}
for (const x of [1, 2, 1, 3]) {
  const v = outer(x);
  console.log(v);
}
class Ids {
  static next = 1;
  static take(): number {
    return Ids.next++;
  }
}
for (const x of [1, 2, 3]) {
  const v = mix(x + Ids.take());
  console.log(v);
}
function* ids(): Generator<number> {
  misses++;
  yield misses;
}
for (const x of [1, 2, 3]) {
  const [id] = [...ids()];
  console.log(mix(x + id!));
}
function even(n: number): number {
  return n === 0 ? misses++ : odd(n - 1);
}
function odd(n: number): number {
  return n === 0 ? misses-- : even(n - 1);
}
for (const x of [4, 5, 6]) {
  const v = mix(even(x));
  console.log(v);
}
