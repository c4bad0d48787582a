/** What is kept: the items themselves, whatever the predicate returns, unless it throws. */
function fib(n: number): number {
  return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

class Refused extends Error {
  constructor(readonly item: number) {
    super(`refused ${item}`);
    this.name = 'Refused';
  }
}

function checked(n: number): number {
  if (n < 0) throw new Refused(n);
  return fib(n);
}

const log: string[] = [];
function attempt(name: string, run: () => unknown): void {
  try {
    console.log(name, run());
  } catch (error) {
    console.log(name, error instanceof Refused ? error.item : 'another', String(error));
  }
  console.log(log.splice(0).join(' | '));
}

const sizes = [5, 6, 7, -1, 8];

attempt('filter', () => sizes.filter((n) => checked(n) > 5));
attempt('flatMap', () => sizes.flatMap((n) => (n < 0 ? [] : [n, checked(n)])));

const zero = [0, -0, NaN, 1];
attempt('the zeros that are kept', () => {
  const kept = zero.filter((n) => fib(5 + Math.abs(n || 0)) > 4);
  return kept.map((n) => Object.is(n, -0)).join();
});
attempt('values that are neither true nor false', () => {
  const odd: (number | string | null)[] = [0, '', null, 'a', 2, NaN];
  return odd.filter((x) => (fib(9) > 3 ? x : 0)).concat(odd.some((x) => (fib(9) > 3 ? x : 1)) ? ['some'] : ['none']);
});

const people = [{ name: 'a' }, { name: 'b' }, { name: 'c' }];
attempt('the objects themselves', () => {
  const kept = people.filter((p) => fib(p.name.charCodeAt(0) % 20) > 2000);
  const found = people.find((p) => fib(p.name.charCodeAt(0) % 20) > 2000);
  return `${kept.every((p) => people.includes(p))} ${kept.length} ${people.indexOf(found!)}`;
});
