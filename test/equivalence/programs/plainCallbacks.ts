// Callbacks by name, with a `this`, with the array, with computed defaults: what looks plain, and what is not.
const show = (label: string, values: unknown): void => console.log(label, JSON.stringify(values));
const heavy = (n: number, more = 0): number => {
  let sum = n + more;
  for (let k = 0; k < 300; k++) sum = (sum * 31 + k) % 1009;
  return sum;
};

show('second parameter with a default', [1, 2, 3].map(heavy));
// eslint-disable-next-line no-sparse-arrays -- holes are called for nobody
show('holes', [1, , 3].map(heavy as (n: number | undefined) => number));
show('radix', ['12', '11', '10', 'x', '7'].map(parseInt));
show('chain', ['1.5', 'y', '3'].map(parseFloat).filter(Number.isFinite).map(Math.sqrt));
show('found', [[5, 7, 9].find(isLarge), [5, 7, 9].findIndex(isLarge), [5, 7].some(isLarge), [5, 7].every(isLarge)]);
function isLarge(n: number): boolean {
  return heavy(n) % 2 === 1;
}

const tools = {
  base: 5,
  of(this: { base: number } | undefined, n: number): number {
    return heavy(n) + (this?.base ?? 100);
  },
};
show('method without its object', [1, 2].map(tools.of));
show('method with its object', [1, 2].map(tools.of, tools));
show('method with another object', [1, 2].map(tools.of, { base: 9 }));

const total = { sum: 0, seen: [] as number[] };
[3, 4, 5].forEach(function (this: typeof total, n, i) {
  const inner = function (this: void): number {
    return this === undefined ? heavy(n) : -1;
  };
  const arrow = (): number => this.sum;
  this.sum += heavy(n) + i;
  this.seen.push(inner(), arrow());
}, total);
show('this by name', total);

const cells = [1, 2, 3, 4];
cells.forEach((n, i, all) => {
  all[i] = heavy(n) + all.length;
});
show('the array itself', cells);
show(
  'the array, shadowed',
  cells.map((n, i, all) => {
    const cells = [i];
    return heavy(n + all.length) + cells.length;
  }),
);
show(
  'neighbours',
  cells.map((n, i, all) => heavy(n) + (all[i - 1] ?? 0) + (all[i + 1] ?? 0)),
);
cells.forEach((n, i, all) => {
  all[i] = heavy(n) + (all[i - 1] ?? 0);
});
show('carried through the array', cells);

let calls = 0;
const counted = (): number => ++calls;
const sizes: { w?: number; h?: number }[] = [{ w: 2 }, { h: 3 }, {}, { w: 1, h: 1 }];
show(
  'defaults that count',
  sizes.map(({ w = counted(), h = w * 2 }) => heavy(w + h)),
);
show(
  'defaults of others',
  sizes.map(({ w = 7, h = heavy(w) }, i) => w + h + heavy(i)),
);
show('calls', calls);

class Meter {
  constructor(
    readonly factor: number,
    public reads = 0,
  ) {}
  read(n: number): number {
    return heavy(n) * this.factor;
  }
  note(n: number): number {
    this.reads++;
    return heavy(n) + this.reads;
  }
  readAll(list: readonly number[]): number[] {
    return list.map(this.read, this);
  }
  noteAll(list: readonly number[]): number[] {
    return list.map(this.note, this);
  }
}
const meter = new Meter(3);
show('method of this', [meter.readAll([1, 2]), meter.noteAll([1, 2]), meter.reads]);
