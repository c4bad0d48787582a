// Rows of a table that are one object, by ways that only an assumption covers: without --assume these stay as they are.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
const row = [1, 2, 3];
const b: number[][] = [[], [], []];
[b[0], b[1], b[2]] = [row, row, row];
for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) b[i]![j] = mix(b[i]![j]! + i);
console.log(JSON.stringify(b));
const c: number[][] = [[], [], []];
const alias = c;
for (let i = 0; i < 3; i++) alias[i] = row;
for (let i = 0; i < 3; i++) {
  const h = mix(c[i]![0]! + i);
  c[i]![0] = h;
}
console.log(JSON.stringify(c));
function share(t: number[][], r: number[]): void {
  for (let i = 0; i < t.length; i++) t[i] = r;
}
const e: number[][] = [[], [], []];
share(e, row);
for (let i = 0; i < 3; i++) {
  const h = mix(e[i]![0]! + i);
  e[i]![0] = h;
}
console.log(JSON.stringify(e));
