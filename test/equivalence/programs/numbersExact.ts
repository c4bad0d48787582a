// Numbers that are easy to lose on the way.
function heavy(x: number): number {
  let a = x;
  for (let k = 0; k < 60; k++) a = a * 0.99 + k * 1e-3;
  return x === 0 ? -0 : x < 0 ? NaN : a;
}
const sums: number[] = [];
let total = 0.1;
for (const x of [0.1, 0.2, 0.3, 1e16, -1e16 + 1, 1e-9]) {
  const h = heavy(x);
  total += h;
  sums.push(total);
}
console.log(sums.join());
for (const x of [0, -1, 2]) {
  const h = heavy(x);
  console.log(Object.is(h, -0), Number.isNaN(h), 1 / h);
}
console.log([0, -1, Infinity].map((x) => heavy(x)).map((v) => Object.is(v, -0)));
const typed = new Float32Array(3);
for (let i = 0; i < 3; i++) typed[i] = heavy(i);
console.log(Object.is(typed[0], -0), typed.join());
const clamped = new Uint8ClampedArray(3);
for (let i = 0; i < 3; i++) clamped[i] = heavy(i) * 1000;
console.log(clamped.join());
const bytes = new Uint8Array(4);
for (let i = 0; i < 6; i++) bytes[i] = heavy(i + 1) * 1000;
console.log(bytes.join(), Object.keys(bytes).length);
function big(x: bigint): bigint {
  let a = x;
  for (let k = 0n; k < 50n; k++) a = a * 3n + k;
  return a;
}
const bigs: bigint[] = [];
for (const x of [1n, -5n, 2n ** 70n]) bigs.push(big(x) % 1000007n);
console.log(bigs.join());
const b64 = new BigInt64Array(3);
for (let i = 0; i < 3; i++) b64[i] = big(BigInt(i));
console.log(b64.join());
let s = 0;
for (let i = 10; i > 0; i -= 3) s = s * 7 + heavy(i);
for (let i = 0; i <= 9; i += 3) s = s * 7 + heavy(i);
for (let i = -2; i < 2; i++) s += heavy(i + 3);
console.log(s);
let e = 0;
for (const x of [] as number[]) e += heavy(x);
for (let i = 5; i < 5; i++) e += heavy(i);
console.log(e, ([] as number[]).map((x) => heavy(x)).length);
