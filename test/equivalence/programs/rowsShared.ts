// Rows of a table that are one object, by ways a reader can see.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
const row = [1, 2, 3];
const a = new Array<number[]>(row, row, row);
for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) a[i]![j] = mix(a[i]![j]! + i);
console.log(JSON.stringify(a));
