// A cheap error of an earlier statement comes before the error of the costly one.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
interface Job { k: number; opt?: { v: number } }
const jobs: Job[] = [{ k: 1, opt: { v: 1 } }, { k: -3 }];
function heavy(x: number): number {
  if (x < 0) throw new RangeError('negative');
  return mix(x);
}
const totals: Record<string, number[]> = { a: [] };
function first(): void {
  for (const job of jobs) {
    const v = job.opt!.v;
    const h = heavy(job.k);
    console.log(v, h);
  }
}
function second(): void {
  for (const job of jobs) {
    const list = totals[job.k === 1 ? 'a' : 'b']!;
    list.push(heavy(job.k));
  }
}
function third(): void {
  for (const job of jobs) totals[job.k === 1 ? 'a' : 'b']!.push(heavy(job.k));
}
function fourth(): void {
  for (const job of jobs) {
    console.log(job.opt!.v, heavy(job.k));
  }
}
function fifth(): void {
  for (const job of jobs) {
    const { v } = job.opt!;
    const h = heavy(job.k);
    totals.a!.push(v, h);
  }
}
for (const f of [first, second, third, fourth, fifth]) {
  try {
    f();
  } catch (e) {
    console.log(f.name, (e as Error).name);
  }
}
