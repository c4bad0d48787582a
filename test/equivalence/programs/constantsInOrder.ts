// Constants computed from others that changed in between.
let seed = 1;
function next(): number {
  seed = (seed * 16807) % 2147483647;
  return seed;
}
const first = next();
const second = next();
let level = 2;
const atTwo = level * 10;
level = 3;
const atThree = level * 10;
const list = [1, 2];
const before = list.length;
list.push(3);
const after = list.length;
const stamp = Symbol.for('s').toString().length;
const here = import.meta.url.length > 0 ? 1 : 0;
function heavy(x: number): number {
  let a = x + first + second;
  for (let k = 0; k < 50; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
function levels(x: number): number {
  let a = x + atTwo + atThree;
  for (let k = 0; k < 50; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
function lengths(x: number): number {
  let a = x + before * 100 + after + stamp + here;
  for (let k = 0; k < 50; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
for (const x of [1, 2]) console.log(heavy(x));
for (const x of [1, 2]) console.log(levels(x));
for (const x of [1, 2]) console.log(lengths(x));
