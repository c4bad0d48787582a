// Tables of the module, filled in several ways before the loop.
const A = [0, 0, 0, 0];
const alias = A;
alias[1] = 5;
const B = new Map<number, number>();
[1, 2, 3].forEach((k) => B.set(k, k * 7));
const C: Record<string, number> = { a: 1, b: 2 };
delete C.b;
const D = new Uint8Array(4);
D.subarray(1, 3).fill(9);
const E = new Uint8Array(4);
new DataView(E.buffer).setUint8(2, 77);
const F = { n: 1 };
for (const f of [F]) f.n = 12;
const G = [3, 1, 2];
[G[0], G[1]] = [G[1]!, G[0]!];
const I = { n: 1 };
Reflect.set(I, 'n', 5);
function use(t: number): number {
  let a = t;
  for (let k = 0; k < 50; k++) a = (Math.imul(a, 31) + k + t) | 0;
  return a;
}
const fa = (x: number): number => use(x + A[1]!);
const fb = (x: number): number => use(x + (B.get(2) ?? -1));
const fc = (x: number): number => use(x + (C.b ?? -1));
const fd = (x: number): number => use(x + D[1]!);
const fe = (x: number): number => use(x + E[2]!);
const ff = (x: number): number => use(x + F.n);
const fg = (x: number): number => use(x + G[0]!);
const fi = (x: number): number => use(x + I.n);
for (const x of [1, 2]) console.log('a', fa(x));
for (const x of [1, 2]) console.log('b', fb(x));
for (const x of [1, 2]) console.log('c', fc(x));
for (const x of [1, 2]) console.log('d', fd(x));
for (const x of [1, 2]) console.log('e', fe(x));
for (const x of [1, 2]) console.log('f', ff(x));
for (const x of [1, 2]) console.log('g', fg(x));
for (const x of [1, 2]) console.log('i', fi(x));
