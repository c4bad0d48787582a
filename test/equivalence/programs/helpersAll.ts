// Helpers in every way a module can declare them.
import * as path from 'node:path';
import { createHash } from 'node:crypto';
const K = 7;
const { A, B } = { A: 2, B: 3 };
const [C] = [4];
const LIST = [1, 2, 3].map((x) => x * K);
const NAMES = Object.freeze({ one: 1, two: 2 });
const RE = /b+/;
const arrow = (x: number): number => inner(x) + C!;
const fnExpr = function named(x: number): number {
  return x <= 0 ? A : named(x - 1) + B;
};
function inner(x: number): number {
  let a = x;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k * K + LIST[k % 3]!) | 0;
  return a;
}
function isEven(n: number): boolean {
  return n === 0 || isOdd(n - 1);
}
function isOdd(n: number): boolean {
  return n !== 0 && isEven(n - 1);
}
class Vec {
  constructor(readonly x: number, readonly y: number) {}
  static of(x: number): Vec {
    return new Vec(x, x);
  }
  get len(): number {
    return inner(this.x) + this.y;
  }
}
enum Kind { A = 1, B }
export default inner;
export { arrow as renamed };
export const exported = (x: number): number => inner(x) + NAMES.two;
export function generic<T extends { n: number }>(t: T): number {
  return inner(t.n);
}
for (const x of [1, 2]) console.log(arrow(x));
for (const x of [1, 2]) console.log(fnExpr(x * 20));
for (const x of [100, 101]) {
  const e = isEven(x);
  console.log(e);
}
for (const x of [1, 2]) console.log(Vec.of(x).len);
for (const x of [1, 2]) console.log(inner(x) + Kind.B);
for (const x of [1, 2]) console.log(exported(x));
for (const x of [1, 2]) console.log(generic({ n: x }));
for (const x of ['a', 'b']) {
  const h = createHash('sha256').update(path.join(x, 'y')).digest('hex').slice(0, 8);
  console.log(h);
}
for (const x of ['abb', 'b']) {
  const m = RE.test(x) ? x.replace(/b/g, 'c') : '';
  console.log(m, inner(m.length));
}
for (const x of [1, 2]) console.log(((y: number): number => inner(y))(x));
const table = new Map<string, (x: number) => number>([['inner', inner]]);
for (const x of [1, 2]) console.log(table.get('inner')!(x));
const pick = K > 3 ? inner : arrow;
for (const x of [1, 2]) console.log(pick(x));
