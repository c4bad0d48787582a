// An error that depends on committed state comes before one that computes.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
function heavy(x: number): number {
  if (x === 3) throw new RangeError('computed ' + x);
  return mix(x);
}
function run(xs: number[]): void {
  let total = 0;
  for (const x of xs) {
    if (total > 2) throw new Error('full at ' + x);
    const h = heavy(x);
    total += x;
    console.log(x, h, total);
  }
}
try {
  run([1, 2, 3]);
} catch (e) {
  console.log(String(e));
}
interface Job { k: number; opt?: { v: number } }
const jobs: Job[] = [{ k: 1, opt: { v: 1 } }, { k: 3 }];
try {
  for (const job of jobs) {
    const v = job.opt!.v;
    const h = heavy(job.k);
    console.log(v, h);
  }
} catch (e) {
  console.log((e as Error).name);
}
