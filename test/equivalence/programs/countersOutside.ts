/** Counters and other names that outlive the loop: their last values are asked for afterwards. */
function fib(n: number): number {
  return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

const out: number[] = [];
let i = 0.5;
while (i <= 4) {
  const value = fib(Math.floor(i) + 4);
  out.push(value);
  if (value > 12) break;
  i++;
}
console.log(i, out);

function checked(n: number): number {
  if (n === 7) throw new RangeError(`seven`);
  return fib(n);
}
let at = 5;
try {
  while (at < 9) {
    console.log(at, checked(at));
    at += 1;
  }
} catch (error) {
  console.log(String(error), at);
}

function lastOf(sizes: number[]): unknown {
  for (const n of sizes) {
    // eslint-disable-next-line no-var
    var value = fib(n);
    out.push(value);
  }
  return value!;
}
console.log(lastOf([5, 6, 7]), out);

const later: (() => number)[] = [];
let k = 0;
while (k < 3) {
  const value = fib(k + 5);
  later.push(() => value + k);
  k++;
}
console.log(later.map((f) => f()));
