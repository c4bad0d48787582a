// The array is changed one ahead while its entries are walked.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
const row = [5, 0, 0, 0, 0];
for (const [i, x] of row.entries()) {
  const h = mix(x + i);
  if (i + 1 < row.length) row[i + 1] = h;
}
console.log(row.join());
const grows = [1, 2];
for (const [i, x] of grows.entries()) {
  const h = mix(x);
  if (grows.length < 6) grows.push(h & 15);
  console.log(i, h);
}
