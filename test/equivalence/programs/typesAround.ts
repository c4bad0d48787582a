// Types that the worker module has to name.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
enum Mode { Fast = 1, Slow = 2 }
const enum Level { Low = 3, High = 4 }
namespace Geo {
  export interface Point { x: number; y: number }
  export const scale = 2;
}
abstract class Base {
  abstract area(): number;
}
class Square extends Base {
  constructor(readonly side: number) {
    super();
  }
  area(): number {
    return mix(this.side);
  }
}
function generic<T extends { n: number }>(items: readonly T[], weight: number): (T & { h: number })[] {
  interface Local { h: number; of: number }
  type Pair = [Local, number];
  const out: (T & { h: number })[] = [];
  for (const item of items) {
    const local: Local = { h: mix(item.n * weight), of: item.n };
    const pair: Pair = [local, 1];
    out.push({ ...item, h: pair[0].h });
  }
  return out;
}
console.log(JSON.stringify(generic([{ n: 1, s: 'a' }, { n: 2, s: 'b' }] as const, 3)));
const modes = [Mode.Fast, Mode.Slow];
for (const m of modes) {
  const h = mix(m === Mode.Fast ? Level.Low : Level.High);
  console.log(Mode[m], h);
}
const points: Geo.Point[] = [{ x: 1, y: 2 }];
for (const p of points) {
  const q: Geo.Point = { x: mix(p.x), y: p.y * Geo.scale };
  console.log(q.x, q.y);
}
for (const s of [1, 2]) {
  const a = new Square(s).area();
  console.log(a);
}
const shapes: Base[] = [new Square(1), new Square(2)];
for (const s of shapes) console.log(s.area() + mix(1));
type Shape = { kind: 'a'; r: number } | { kind: 'b'; w: number };
const all = [{ kind: 'a', r: 1 }, { kind: 'b', w: 2 }] satisfies Shape[] as Shape[];
for (const s of all) {
  const r: Shape = s.kind === 'a' ? { kind: 'b', w: mix(s.r) } : { kind: 'a', r: mix(s.w) };
  if (r.kind === 'a') console.log(r.r);
  else console.log(r.w);
}
const keyed = all.map((s, i): [string, number] => [s.kind + i, mix(i)]);
console.log(new Map(keyed).size);
const opts = all.map((s) => (s.kind === 'a' ? undefined : mix(s.w)));
console.log(opts);
