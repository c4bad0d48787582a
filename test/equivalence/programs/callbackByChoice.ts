// Callbacks that are not written in place: a static method, a choice, a made function.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
let total = 0;
class Acc {
  static bump(x: number): number {
    total += x;
    return total;
  }
}
function plus(x: number): number {
  total += x;
  return total;
}
function minus(x: number): number {
  total -= x;
  return total;
}
function make(): (x: number) => number {
  return (x) => {
    total += x;
    return total;
  };
}
for (const x of [1, 2, 3]) {
  const r = [x, x + 1].map(Acc.bump);
  console.log(mix(r[1]!));
}
for (const x of [1, 2, 3]) {
  console.log(mix([x, x + 1].map(x > 1 ? plus : minus)[0]!));
}
for (const x of [1, 2, 3]) {
  console.log(mix([x, x + 1].map(make())[0]!));
}
console.log(total);
