// What the process was started with, and which thread it is.
import { isMainThread } from 'node:worker_threads';
import { basename } from 'node:path';
function heavy(x: number): number {
  let a = x + process.argv.length;
  for (let k = 0; k < 50; k++) a = (Math.imul(a, 31) + k + (isMainThread ? 1 : 2)) | 0;
  return a;
}
for (const x of [1, 2]) console.log(heavy(x));
function named(x: number): string {
  let a = x;
  for (let k = 0; k < 50; k++) a = (Math.imul(a, 31) + k) | 0;
  return a + basename(process.argv[1] ?? '', '.ts').slice(0, 7) + process.execArgv.length * 0;
}
for (const x of [1, 2]) console.log(named(x));
const N = Number(process.argv[2] ?? 5);
function counted(x: number): number {
  let a = x;
  for (let k = 0; k < 50; k++) a = (Math.imul(a, 31) + k + N) | 0;
  return a;
}
process.argv[2] = '77';
for (const x of [1, 2]) console.log(counted(x));
