/** Walks over `keys()`, `values()` and `entries()`: live views, kept iterators, classes and objects with iterators of their own. */
function fib(n: number): number {
  return n < 2 ? n : fib(n - 1) + fib(n - 2);
}
const costs = new Map([
  ['a', 4],
  ['b', 5],
  ['c', 6],
]);
const names = new Set(['ab', 'abcd', 'abc']);

for (const cost of costs.values()) console.log(cost, fib(cost));
for (const name of costs.keys()) console.log(name, fib(name.length + 3));
for (const [name, cost] of costs.entries()) console.log(name, fib(cost));
for (const name of names.values()) if (fib(name.length) === 3) break;
for (const [name, same] of names.entries()) console.log(fib(name.length), name === same);
for (const i of [8, , 9].keys()) console.log(fib(i));
for (const n of ([8, , 9] as number[]).values()) console.log(n, fib(n ?? 3));
for (const n of new Float64Array([3, 4]).values()) console.log(fib(n));
console.log(Array.from(costs.values(), (cost) => fib(cost)), Float64Array.from(names.keys(), (name) => fib(name.length)));

// Live: what the body takes away or adds is met, or not.
const live = new Map([...costs]);
for (const name of live.keys()) {
  const value = fib(name.length + 4);
  if (name === 'a') live.delete('b');
  if (live.size < 4) live.set(name + name, value);
  console.log(name, value);
}
const growing = new Set([2, 3]);
for (const n of growing.values()) {
  const value = fib(n);
  if (n < 9) growing.add(n + 2);
  console.log(n, value);
}

// An iterator that is kept goes on where it was left.
const kept = costs.values();
for (const cost of kept) {
  console.log(fib(cost));
  if (cost === 4) break;
}
for (const cost of kept) console.log('rest', fib(cost));

// Iterators of the program's own say what they do.
class Loud extends Map<string, number> {
  override *values(): MapIterator<number> {
    for (const value of super.values()) {
      console.log('asked', value);
      yield value;
    }
  }
}
for (const cost of new Loud([...costs]).values()) console.log(fib(cost));
for (const cost of [...new Loud([...costs]).values()]) console.log(fib(cost));

// The third one fails, after the effects of the first two.
try {
  for (const [name, cost] of costs.entries()) {
    if (name === 'c') throw new RangeError(name);
    console.log('before', fib(cost));
  }
} catch (error) {
  console.log(String(error));
}

// Objects that the map holds are changed in place.
const cells = new Map([
  ['x', { n: 3, cost: 0 }],
  ['y', { n: 4, cost: 0 }],
]);
const one = { n: 5, cost: 0 };
cells.set('z', one).set('again', one);
for (const cell of cells.values()) cell.cost = fib(cell.n) + cell.cost;
for (const cell of cells.values()) cell.n = fib(cell.n) % 7;
console.log([...cells]);
