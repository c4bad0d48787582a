// Instances whose class is more than their properties, or whose properties are more than they seem.
function work(n: number): number {
  let sum = 0;
  for (let i = 0; i < 300; i++) sum += Math.sqrt(n + i);
  return sum;
}
const show = (label: string, values: unknown): void => console.log(label, JSON.stringify(values));

class Plain {
  constructor(public n: number) {}
  of(): number {
    return work(this.n);
  }
  toString(): string {
    return `Plain ${work(this.n)}`;
  }
}
const odd = Object.freeze(new Plain(2));
const keyed = Object.assign(new Plain(3), { [Symbol('extra')]: 1 });
const replaced: Plain = { ...new Plain(4), of: () => -1 };
const plains: Plain[] = [new Plain(1), odd, keyed, replaced, new Plain(5)];
const texts: string[] = [];
for (const plain of plains) texts.push(`${plain} ${String(plain.of())}`);
show('plain', texts);
show('own kind', plains.map((p) => [p instanceof Plain, p.constructor === Plain, p.constructor.name, work(p.n)]));

let asked = 0;
const fake: Plain = { n: 7, of: () => work(++asked), toString: () => 'fake' };
const sums: number[] = [];
for (const plain of [new Plain(1), fake, new Plain(2), fake]) sums.push(plain.of() + asked);
show('fake', [sums, asked]);

let reads = 0;
class Counting {
  constructor(readonly n: number) {}
  get size(): number {
    return this.n + ++reads;
  }
  of(): number {
    return work(this.size);
  }
}
const counted: number[] = [];
for (const one of [new Counting(1), new Counting(2)]) counted.push(one.of());
show('getter', [counted, reads]);

class Made {
  static made = 0;
  readonly id: number;
  constructor(readonly n: number) {
    this.id = Made.made++;
  }
}
const made: [number, number][] = [];
for (const n of [3, 1, 2]) {
  const one = new Made(work(n));
  made.push([one.id, one.n]);
}
show('made', [made, Made.made]);

class Lazy {
  private known: number | undefined;
  constructor(readonly n: number) {}
  of(): number {
    return (this.known ??= work(this.n));
  }
  get isKnown(): boolean {
    return this.known !== undefined;
  }
}
const lazies = [new Lazy(1), new Lazy(2)];
const firsts: number[] = [];
for (const lazy of lazies) firsts.push(lazy.of() + work(lazy.n));
show('lazy', [firsts, lazies.map((l) => l.isKnown)]);

const secrets = new WeakMap<Vault, number>();
class Vault {
  constructor(n: number) {
    secrets.set(this, n);
  }
  of(): number {
    return work(secrets.get(this) ?? -1);
  }
}
const opened: number[] = [];
for (const vault of [new Vault(1), new Vault(2)]) opened.push(vault.of());
show('vault', opened);

class Handler {
  handle = (n: number): number => work(n + this.n);
  constructor(readonly n: number) {}
}
show('handler', [new Handler(1), new Handler(2)].map((h) => h.handle(3)));

class Defined {
  readonly n!: number;
  constructor(n: number) {
    Object.defineProperty(this, 'n', { get: () => n + 1, enumerable: true });
  }
  of(): number {
    return work(this.n);
  }
}
show('defined', [new Defined(1), new Defined(2)].map((d) => d.of()));

class Other {
  constructor(readonly n: number) {
    if (n === 2) return { n: 20, of: () => 0 } as Other;
  }
  of(): number {
    return work(this.n);
  }
}
const others = [new Other(1), new Other(2), new Other(3)];
show('other', others.map((o) => o.of()));
show('made others', [1, 2, 3].map((n) => new Other(n)).map((o) => [o.n, o.constructor.name]));

class Patched {
  constructor(readonly n: number) {}
  patchedOf(): number {
    return work(this.n);
  }
}
const patched = [new Patched(1), new Patched(2)];
show('before the patch', patched.map((p) => p.patchedOf()));
Patched.prototype.patchedOf = function (this: Patched) {
  return -this.n;
};
show('after the patch', patched.map((p) => p.patchedOf() + work(p.n)));

class Node {
  next: Node | null = null;
  constructor(readonly n: number) {}
  sum(): number {
    let total = 0;
    for (let node: Node | null = this; node; node = node.next) total += work(node.n);
    return total;
  }
}
const nodes = Array.from({ length: 5 }, (_, i) => new Node(i));
nodes.forEach((node, i) => (node.next = nodes[i + 1] ?? null));
const totals: number[] = [];
for (const node of nodes) {
  totals.push(node.sum());
  node.next = null;
}
show('linked', [totals, nodes.map((n) => n.next === null)]);

const visited = new Set<Plain>();
const again: [number, boolean][] = [];
for (const plain of [plains[0]!, plains[4]!, plains[0]!]) {
  again.push([work(plain.n), visited.has(plain)]);
  visited.add(plain);
}
show('visited', again);

const pairs = plains.flatMap((a) => plains.map((b) => [a === b, a.n < b.n ? a : b] as const));
show('pairs', [pairs.length, pairs.every(([, p]) => plains.includes(p))]);

class Money {
  constructor(readonly cents: number) {}
  valueOf(): number {
    return work(this.cents);
  }
  plus(other: Money): Money {
    return new Money(this.cents + other.cents);
  }
}
const monies = [new Money(5), new Money(6)];
show('money', [monies.map((m) => m.valueOf() * 2), monies.map((m) => m.plus(monies[0]!)), +monies[1]!]);
