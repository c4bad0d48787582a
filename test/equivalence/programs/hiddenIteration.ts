// Iterating, spreading and printing objects of the program's own runs their code.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
let steps = 0;
class Counter {
  *[Symbol.iterator](): Generator<number> {
    steps++;
    yield steps;
    yield 2;
  }
  toString(): string {
    steps += 10;
    return 'c' + steps;
  }
  valueOf(): number {
    steps += 100;
    return steps;
  }
  toJSON(): number {
    steps += 1000;
    return steps;
  }
  get value(): number {
    return ++steps;
  }
}
for (const x of [1, 2]) {
  let sum = x;
  for (const v of new Counter()) sum += mix(v);
  console.log(sum);
}
for (const x of [1, 2]) console.log(mix(x) + [...new Counter()][0]!);
for (const x of [1, 2]) console.log(mix(x) + `${new Counter()}`);
for (const x of [1, 2]) console.log(mix(x) + +new Counter());
for (const x of [1, 2]) console.log(mix(x) + JSON.stringify(new Counter()));
for (const x of [1, 2]) {
  const { value } = new Counter();
  console.log(mix(x + value));
}
for (const x of [1, 2]) console.log(mix(x + new Counter()['value']));
console.log(steps);
