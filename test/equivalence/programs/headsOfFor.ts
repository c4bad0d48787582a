/** Heads of `for` with several variables, and counters from outside the loop. */
function fib(n: number): number {
  return n < 2 ? n : fib(n - 1) + fib(n - 2);
}
const log: string[] = [];
const note = (...what: unknown[]): void => {
  log.push(what.join(' '));
};
const show = (title: string): void => {
  console.log(title, ...log.splice(0));
};

function bounds(xs: number[]): void {
  for (let i = 0, n = xs.length; i < n; i++) note(fib(xs[i]!));
  // The bound is taken once, however the array grows.
  for (let i = 0, n = xs.length; i < n; i++) {
    xs.push(fib(i + 3));
    note(n);
  }
  for (let i = 0, end = xs.length; i < end; i++) xs.push(fib(i));
  for (let last = xs.length - 1, i = last; i >= 0; i -= 2) note(i, fib(xs[last - i]! % 9));
  show(`bounds ${xs.length}`);
}
bounds([4, 5]);

function sameName(xs: number[], n: number): void {
  for (let i = 0, n = xs.length; i < n; i++) note(fib(xs[i]!) + n);
  for (let i = 0, n = xs.length; i < n; i++) note(fib(xs[i]!));
  note(n);
  show('same name');
}
sameName([3, 4, 5], 40);

function nameOfParameter(xs: number[], n: number): void {
  for (let i = 0, n = xs.length; i < n; i++) note(fib(xs[i]!) + n);
  try {
    throw 3;
  } catch (m) {
    for (let i = 0, m = xs.length; i < m; i++) note(fib(xs[i]!) + m);
  }
  switch (xs.length) {
    case 3:
      for (let i = 0, k = xs.length; i < k; i++) note(fib(xs[i]!) + k);
      break;
    default: {
      const k = 2;
      note(k);
    }
  }
  show('name of a parameter');
}
nameOfParameter([3, 4, 5], 40);

function totals(xs: number[]): void {
  for (let i = 0, sum = 0; i < xs.length; i++) {
    sum += fib(xs[i]!);
    note(sum);
  }
  for (let i = 0, previous = 1; i < xs.length; i++) {
    const value = fib(xs[i]! + (previous % 3));
    previous = value;
    note(value);
  }
  for (let i = 0, n = xs.length; i < n; i++) {
    const value = fib(xs[i]!);
    if (value > 4) n--;
    note(value, n);
  }
  const calls: (() => number)[] = [];
  for (let i = 0, kept = 0; i < xs.length; i++) {
    const value = fib(xs[i]!);
    kept += value;
    const later = (): number => kept;
    calls.push(later);
  }
  note(...calls.map((call) => call()));
  show('totals');
}
totals([5, 6, 4, 3]);

function fresh(xs: readonly number[]): number[] {
  const out: number[] = [];
  for (let i = 0, n = xs.length; i < n; i++) out.push(fib(xs[i]! + n));
  return out;
}
function empty(): number[] {
  const out: number[] = [];
  for (let i = 0, n = out.length; i < n + 2; i++) out.push(fib(i + 3));
  const more: number[] = [];
  for (let i = 0, n = more.length; i < n; i++) more.push(fib(i + 3));
  return [...out, ...more];
}
console.log(fresh([3, 4, 5]), empty());

let order = 0;
const next = (): number => ++order;
function inOrder(xs: number[]): void {
  for (let i = next() % 2, n = next(); i < n + 1; i++) note(fib(xs[i]!), n);
  for (let n = next(), i = next() - n; i < n; i++) note(fib(xs[i]!), n);
  for (let i = 0, n = next(); i < n; i++) note(fib(xs[i % 3]!), n);
  show('in order');
}
inOrder([3, 4, 5, 6, 7]);

function outer(xs: number[]): number {
  let i: number, n: number;
  for (i = 0; i < xs.length; i++) note(fib(xs[i]!));
  for (i = xs.length - 1; i >= 0; i--) note(fib(xs[i]!) - i);
  for (i = 0, n = xs.length; i < n; i++) {
    if (fib(xs[i]!) === 5) break;
    note(i);
  }
  show('outer');
  return n;
}
console.log(outer([4, 6, 5, 7]));

function seenAfter(xs: number[]): number {
  let i: number;
  for (i = 0; i < xs.length; i++) if (fib(xs[i]!) === 5) break;
  return i;
}
console.log(seenAfter([4, 6, 5, 7]));

function around(xs: number[]): void {
  let i: number;
  let k: number;
  for (k = 0; k < xs.length; k++) {
    note(fib(xs[k]!));
    for (i = 0; i < 2; i++) note(fib(i + k));
  }
  // The inner loop moves the counter of the outer one.
  for (i = 0; i < xs.length; i++) {
    for (i = i; i < 2; i++) note(fib(i + 3));
    note(i);
  }
  for (i = 0; i < xs.length; i++) {
    note(fib(xs[i]!));
    for (i = 1; i < 3; i++) note(fib(i + 3));
    note(i);
  }
  show('around');
}
around([4, 5, 3]);

function kept(xs: number[]): void {
  var i = 0;
  const calls: (() => number)[] = [];
  for (i = 0; i < xs.length; i++) {
    const value = fib(xs[i]!);
    calls.push(() => value + i);
  }
  note(...calls.map((call) => call()));
  show('kept');
}
kept([4, 5, 3]);

let shared = 0;
const peek = (): number => shared;
function global(xs: number[]): void {
  for (shared = 0; shared < xs.length; shared++) note(fib(xs[shared]!), peek());
  show('global');
}
global([4, 5]);

function startsFromItself(xs: number[]): void {
  let i = 2;
  for (i = i - 1; i < xs.length; i++) note(fib(xs[i]!));
  show('starts from itself');
}
startsFromItself([4, 5, 6]);

function pairs(xs: number[]): void {
  for (let i = 0, j = xs.length - 1; i < j; i++, j--) note(fib(xs[i]!) - fib(xs[j]!));
  for (let i = 0, n = xs.length; ; i++) {
    if (i >= n) break;
    note(fib(xs[i]!));
  }
  for (let i = xs.length; i--; ) note(fib(xs[i]!));
  if (xs.length > 2) for (let i = 0, n = xs.length; i < n; i++) note(fib(xs[i]!), n);
  show('pairs');
}
pairs([4, 5, 6, 7]);

function thirdFails(xs: number[]): void {
  for (let i = 0, n = xs.length, seen = 0; i < n; i++) {
    const value = fib(xs[i]!);
    if (value === 8) throw new RangeError(`${i} of ${n} after ${seen}`);
    seen += value;
    note(seen);
  }
}
try {
  thirdFails([4, 5, 6, 7]);
} catch (error) {
  note(String(error));
}
show('third fails');
