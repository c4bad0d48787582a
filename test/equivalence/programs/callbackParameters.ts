/** Parameters of callbacks that are more than a part of what is walked over: the array itself, the start of a fold. */
function fib(n: number): number {
  return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

function lend(table: number[], use: (table: number[]) => void): void {
  use(table);
}

const sizes = [5, 6, 7, 8];
const cells = [1, 2, 3];
for (const n of sizes) {
  const value = fib(n + (cells[0]! % 5));
  cells.forEach((_cell, k, all) => {
    if (k === 0) all[0] = value;
  });
  console.log(value, cells);
}

const folded = [1, 2, 3];
for (const n of sizes) {
  const value = fib(n + (folded[1]! % 5));
  [n].reduce((so, m) => {
    so[1] = value + m;
    return so;
  }, folded);
  console.log(value, folded);
}

const lent = [1, 2, 3];
for (const n of sizes) {
  const value = fib(n + (lent[2]! % 5));
  lend(lent, (table) => {
    table[2] = value;
  });
  console.log(value, lent);
}

const begun = [3, 4, 5];
const end = sizes.reduce((so, n, i) => {
  const value = fib(n + (begun[i % 3]! % 4));
  so[(i + 1) % 3] = value;
  return so;
}, begun);
console.log(end === begun, begun);

interface Job {
  size: number;
  seen: number;
}
const jobs: Job[] = [5, 6, 7, 5].map((size) => ({ size, seen: 0 }));
const last = [...jobs, jobs[0]!].reduce<Job>((before, job) => {
  const value = fib(job.size + job.seen);
  before.seen += value % 3;
  console.log(value);
  return job;
}, jobs[2]!);
console.log(last === jobs[0], jobs);
