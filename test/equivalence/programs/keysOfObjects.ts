/** `for…in` over objects of every kind: inherited, hidden, numeric and changing keys, arrays, strings and nothing. */
function fib(n: number): number {
  return !(n >= 2) ? 1 : fib(n - 1) + fib(n - 2);
}
const log: string[] = [];
const show = (title: string): void => {
  console.log(title, ...log.splice(0));
};

function walk(title: string, sizes: Record<string, number>): void {
  const found: Record<string, number> = {};
  for (const name in sizes) found[name] = fib(sizes[name]!);
  for (const name in sizes) {
    if (name === 'skip') continue;
    const value = fib(sizes[name]! + 1);
    if (value > 50) break;
    log.push(`${name} ${value}`);
  }
  show(`${title} ${JSON.stringify(found)}`);
}
const base = { inherited: 4, shadowed: 5 };
const derived = Object.assign(Object.create(base) as Record<string, number>, { own: 6, shadowed: 7 });
const hidden = Object.defineProperty({ seen: 3, skip: 4 }, 'hidden', { value: 5, enumerable: false });
class Counted {
  own = 5;
  get computed(): number {
    return 6;
  }
}
walk('plain', { b: 4, a: 5, 2: 6, 1: 7 });
walk('derived', derived);
walk('hidden', hidden as Record<string, number>);
walk('instance', new Counted() as unknown as Record<string, number>);
walk('array', [4, , 6] as unknown as Record<string, number>);
walk('string', 'abc' as unknown as Record<string, number>);
walk('null', null as unknown as Record<string, number>);
walk('undefined', undefined as unknown as Record<string, number>);
walk('map', new Map([['a', 1]]) as unknown as Record<string, number>);

// What the body deletes is not visited; what it changes is read as it is then.
function changes(sizes: Record<string, number>): void {
  for (const name in sizes) {
    const value = fib(sizes[name]!);
    if (name === 'a') delete sizes['b'];
    log.push(`${name} ${value}`);
  }
  for (const name in sizes) sizes[name] = fib(sizes[name]!);
  for (const name in sizes) {
    const value = fib(sizes[name]!);
    sizes['c'] = 6;
    sizes['d'] = 7;
    log.push(`${name} ${value}`);
  }
  for (const name in sizes) sizes[name + name] = fib(sizes[name]!);
  for (const name in sizes) sizes[name] = fib(name.length + 3);
  show(`changes ${JSON.stringify(sizes)}`);
}
changes({ a: 4, b: 5, c: 6 });

function names(table: Record<string, string>): string | undefined {
  var name;
  for (name in table) log.push(`${fib(name.length + 3)}`);
  for (var last in table) log.push(`${fib(last.length + 3)} ${table[last]}`);
  show('names');
  return name;
}
console.log(names({ a: 'x', bb: 'y' }));

function generic<T extends Record<string, number>>(sizes: T): number {
  let total = 0;
  for (const name in sizes) total += fib(sizes[name]);
  return total;
}
console.log(generic({ a: 3, b: 4 }));

const keysIn = (n: number): number => n + 1;
for (const name in { a: 1, b: 2, c: 3 }) {
  const value = fib(name.charCodeAt(0) - 90);
  if (name === 'c') throw new RangeError(`${keysIn(value)}`);
  console.log(name, value);
}
