/** Holes, which some methods ask for and others pass over. */
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

const note = (text: string): void => {
  log.push(text);
};
const sparse = [5, , 6, , 7] as number[];

attempt('holes of find', () =>
  sparse.find((n, i) => {
    const value = checked(n ?? 3);
    note(`${i} ${n} ${value}`);
    return value === 13;
  }),
);
attempt('holes of some', () =>
  sparse.some((n, i) => {
    const value = checked(n);
    note(`${i} ${n} ${value}`);
    return value === 13;
  }),
);
attempt('holes of filter', () => {
  const kept = sparse.filter((n, i) => {
    const value = checked(n);
    note(`${i} ${value}`);
    return value !== 8;
  });
  return `${kept.length} ${1 in kept} ${kept.join()}`;
});

