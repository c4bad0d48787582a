/** `forEach` of Maps and Sets, and methods that count from the end. */
function fib(n: number): number {
  return !(n >= 2) ? 1 : fib(n - 1) + fib(n - 2);
}
const log: string[] = [];
const show = (title: string): void => {
  console.log(title, ...log.splice(0));
};

const costs = new Map([
  ['a', 4],
  ['b', 5],
  ['c', 6],
]);
const names = new Set(['ab', 'abcd', 'abc']);
costs.forEach((cost) => log.push(`${fib(cost)}`));
costs.forEach((cost, name) => {
  if (name === 'b') return;
  log.push(`${name} ${fib(cost)}`);
});
costs.forEach((_, name) => log.push(`${fib(name.length + 3)}`));
costs.forEach(() => log.push(`${fib(7)}`));
names.forEach((name) => log.push(`${name} ${fib(name.length)}`));
names.forEach((name, same) => log.push(`${name === same} ${fib(name.length)}`));
costs.forEach((cost, name, all) => log.push(`${all.size} ${fib(cost)} ${name}`));
names.forEach(function (this: void, name) {
  const value = fib(name.length + 2);
  for (const c of name) {
    if (c === 'c') return;
    log.push(`${c} ${value}`);
  }
});
show('each');

// Live: entries that come meanwhile are met.
const live = new Map([['a', 3]]);
live.forEach((n, name) => {
  const value = fib(n);
  if (n < 6) live.set(name + name, n + 1);
  log.push(`${name} ${value}`);
});
const growing = new Set([3]);
growing.forEach((n) => {
  const value = fib(n);
  if (n < 6) growing.add(n + 1);
  log.push(`${n} ${value}`);
});
show('live');

// One object under two keys.
const one = { n: 5, cost: 0 };
const cells = new Map([
  ['x', { n: 3, cost: 0 }],
  ['z', one],
  ['again', one],
]);
cells.forEach((cell) => {
  cell.cost = fib(cell.n + cell.cost);
});
cells.forEach((cell, key) => {
  cell.n = fib(cell.n) + key.length;
});
show(JSON.stringify([...cells]));

// A class with a `forEach` of its own.
class Twice extends Map<string, number> {
  override forEach(callback: (value: number, key: string, map: Map<string, number>) => void): void {
    super.forEach(callback);
    super.forEach(callback);
  }
}
new Twice([...costs]).forEach((cost) => log.push(`${fib(cost)}`));
show('twice');

const isOdd = (n: number, i: number): boolean => fib(n) % 2 === 1 && i < 3;
const isEven = (n: number): boolean => fib(n) % 2 === 0;
function last(sizes: number[]): void {
  log.push(`${sizes.findLastIndex((n) => fib(n) === 5)} ${sizes.findLastIndex((n) => fib(n) === 4)}`);
  log.push(`${sizes.findLastIndex((n, i) => fib(n ?? 3) + i === 9)} ${[].findLastIndex((n) => fib(n) > 1)}`);
  log.push(`${sizes.findLast((n, i) => fib(n ?? 3) > 1 && i < 3)} ${sizes.findLast((n, i) => fib(n) + i > 99)}`);
  log.push(`${sizes.findLast(isOdd)} ${sizes.findLastIndex(isOdd)} ${sizes.findLast(isEven)} ${sizes.findLastIndex(isEven)}`);
  log.push(`${-sizes.findLastIndex((n) => fib(n) === 8) + 1} ${typeof sizes.findLastIndex((n) => fib(n) === 8)}`);
  log.push(`${sizes.reduceRight((text, n, i) => `${text} ${i}:${fib(n)}`, 'right')}`);
  show('last');
}
last([4, 5, 6, 5, 3]);
last([4, , 6, 5, 3] as number[]);
last([]);

function dense(): void {
  const sizes = [4, 5, 6];
  log.push(`${sizes.reduceRight((text, n, i) => `${text} ${i}:${fib(n)}`, 'right')}`);
  log.push(`${new Float64Array(sizes).findLastIndex((n, i) => fib(n) > i + 4)}`);
  const asked: number[] = [];
  try {
    sizes.findLastIndex((n, i) => {
      const value = fib(n);
      asked.push(i);
      if (i === 0) throw new RangeError(`${value}`);
      return false;
    });
  } catch (error) {
    log.push(`${asked.join()} ${String(error)}`);
  }
  show('dense');
}
dense();
