// Two computed values that share an object.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
for (const x of [1, 2, 3]) {
  const row = [mix(x), x];
  const pair = { row, n: mix(x + 1) };
  row.push(7);
  console.log(pair.row.length, pair.row === row);
  row.push(8);
  console.log(pair.row.length, pair.n);
}
const all: number[][] = [];
for (const x of [1, 2, 3]) {
  const row = [mix(x)];
  const same = row;
  all.push(row);
  same.push(x);
  console.log(row.length, same === row);
}
console.log(all.map((r) => r.length).join());
