// Functions declared in the body of the loop.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
for (const x of [1, 2, 3]) {
  const h = work(x);
  console.log(h);
  function work(n: number): number {
    return mix(n + x);
  }
}
for (const x of [1, 2, 3]) {
  const again = (n: number): number => (n > 3 ? n : again(n + mix(n) * 0 + 1));
  const h = again(x) + mix(x);
  console.log(h);
}
