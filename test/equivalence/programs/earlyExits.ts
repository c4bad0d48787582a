/** Methods that stop when the answer is known, with effects and errors before and behind that place. */
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
const sizes = [5, 6, 7, -1, 8];

attempt('some', () => sizes.some((n) => checked(n) > 12));
attempt('some, too late', () => sizes.some((n) => checked(n) > 13));
attempt('findIndex', () => sizes.findIndex((n) => checked(n) === 21));

attempt('effects of some', () =>
  sizes.some((n, i) => {
    note(`asked ${i}`);
    const value = checked(n);
    note(`got ${value}`);
    return value > 12;
  }),
);
attempt('effects of every', () =>
  sizes.every((n, i) => {
    const value = checked(n);
    note(`got ${value} at ${i}`);
    return value < 99;
  }),
);
