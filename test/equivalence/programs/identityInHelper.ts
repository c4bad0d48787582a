// A helper compares two objects it is given.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
interface P { x: number }
const points: P[] = [{ x: 1 }, { x: 2 }, { x: 1 }];
const origin = points[2]!;
function distance(a: P, b: P): number {
  if (a === b) return 0;
  return mix(a.x - b.x);
}
function matches(a: P, b: P): boolean {
  return Object.is(a, b);
}
for (const p of points) {
  const d = distance(p, origin);
  console.log(d);
}
for (const p of points) console.log(mix(p.x) + Number(matches(p, origin)));
for (const p of points) console.log(mix(p.x) + new Set([p, origin]).size);
for (const p of points) {
  let s = '';
  switch (p) {
    case origin:
      s = 'origin' + mix(p.x);
      break;
    default:
      s = 'other' + mix(p.x);
  }
  console.log(s);
}
