// A built-in is replaced before the loop; a helper uses it.
const sqrt = Math.sqrt;
Math.sqrt = (x: number): number => sqrt(x) + 1;
Array.prototype.join = function (): string {
  return 'joined';
};
function heavy(x: number): number {
  let a = x;
  for (let k = 0; k < 50; k++) a += Math.sqrt(a + k);
  return a;
}
for (const x of [1, 2, 3]) console.log(heavy(x));
for (const x of [1, 2, 3]) {
  const s = [heavy(x), x].join();
  console.log(s);
}
