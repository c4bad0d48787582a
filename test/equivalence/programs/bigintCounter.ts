// A counter of another type.
function heavy(x: bigint): bigint {
  let a = x;
  for (let k = 0n; k < 50n; k++) a = (a * 31n + k) % 1000003n;
  return a;
}
for (let i = 0n; i < 4n; i++) console.log(heavy(i));
for (let i = 0n; i <= 3n; i++) {
  const h = heavy(i);
  console.log(h);
}
