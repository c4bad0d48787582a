// A constant that does not exist yet when the loop runs, and is not needed then.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
function run(xs: number[]): void {
  for (const x of xs) {
    const h = x > 10 ? mix(x + limit) : mix(x);
    console.log(h);
  }
}
run([1, 2]);
const limit = 3;
run([1, 20]);
