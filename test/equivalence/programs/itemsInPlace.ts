// Fields of items are written while later items are still to come: the same object twice, linked objects, getters, early exits.
function heavy(x: number): number {
  let v = x;
  for (let k = 0; k < 50; k++) v = Math.sin(v) * 1.5 + Math.cos(v + k) * 0.5;
  return Math.round(v * 1e6) + x;
}

interface Item {
  n: number;
  m: number;
  next?: Item;
  inner: { n: number };
}

const make = (n: number): Item => ({ n, m: n * 2, inner: { n: n + 100 } });

const own = [make(1), make(2), make(3), make(4)];
for (const o of own) o.n = heavy(o.n);
for (const o of own) o.inner.n = heavy(o.inner.n + o.n);
for (const o of own) {
  o.m = heavy(o.n);
  o.n = heavy(o.m);
}
console.log(JSON.stringify(own));

// One object twice.
const one = make(7);
const twice = [one, make(8), one];
for (const o of twice) o.n = heavy(o.n);
console.log(JSON.stringify(twice));

// Linked: an item's field is another item's.
const linked = [make(1), make(2), make(3)];
for (let k = 1; k < linked.length; k++) linked[k]!.next = linked[k - 1]!;
for (const o of linked) o.n = heavy(o.next ? o.next.n : o.n);
console.log(linked.map((o) => o.n));

// A part that all items share.
const inner = { n: 5 };
const sharing = [1, 2, 3].map((n) => ({ n, inner }));
for (const o of sharing) o.inner.n = heavy(o.inner.n + o.n);
console.log(JSON.stringify(sharing));

// A part that becomes shared after the items were made.
const later = [make(1), make(2), make(3)];
later.forEach((o) => {
  o.inner = later[0]!.inner;
});
for (const o of later) o.inner.n = heavy(o.inner.n + o.n);
console.log(JSON.stringify(later));

// Rows that a second array holds, too.
const grid = [[1], [2], [3]];
const all: number[][] = [];
grid.forEach((row) => all.push(row));
for (let i = 0; i < 2; i++) all[i + 1]![0] = heavy(grid[i]![0]!);
console.log(all, grid);

// Rows of rows, one of them twice.
const row = [{ n: 1 }, { n: 1 }];
row[1] = row[0]!;
const rows = [row, [{ n: 3 }, { n: 4 }]];
for (let i = 0; i < 2; i++) rows[0]![i]!.n = heavy(rows[0]![i]!.n);
console.log(JSON.stringify(rows));

// The object reaches itself.
interface Self {
  n: number;
  self?: Self;
}
const knot: Self = { n: 3 };
knot.self = knot;
for (let i = 0; i < 4; i++) knot.n = heavy(knot.self.n + i);
console.log(knot.n);

// The collection is replaced by way of an item.
interface Tree {
  n: number;
  up?: Tree;
  kids: Tree[];
}
const top: Tree = { n: 1, kids: [] };
for (let i = 0; i < 4; i++) top.kids.push({ n: i, up: top, kids: [] });
for (const kid of top.kids) {
  kid.n = heavy(kid.n);
  if (kid.up && kid.up.kids.length > 2) kid.up.kids.pop();
}
for (const kid of top.kids) {
  kid.n = heavy(kid.n);
  kid.up!.kids = [];
}
console.log(top.kids.length, top.n);

// A setter with a memory, and a getter that counts.
class Counted {
  static reads = 0;
  constructor(private value: number) {}
  get n(): number {
    Counted.reads++;
    return this.value;
  }
  set n(value: number) {
    this.value = value + Counted.reads;
  }
}
const counted = [new Counted(1), new Counted(2), new Counted(3)];
for (const c of counted) c.n = heavy(c.n);
console.log(counted.map((c) => c.n), Counted.reads);

// Left in the middle, by an exit and by an error.
const left = [make(1), make(2), make(3), make(4)];
for (const o of left) {
  o.n = heavy(o.n);
  if (o.m > 4) break;
}
console.log(left.map((o) => o.n));
function strict(n: number): number {
  if (n === 3) throw new RangeError('three');
  return heavy(n);
}
const failing = [make(1), make(2), make(3), make(4)];
try {
  for (const o of failing) o.n = strict(o.n);
} catch (error) {
  console.log(String(error), failing.map((o) => o.n));
}

// Parts taken before they are changed, and after.
const parts = [make(1), make(2), make(3)];
for (const o of parts) {
  const { inner } = o;
  inner.n = heavy(inner.n);
  const again = o.inner;
  o.m = heavy(again.n);
}
console.log(JSON.stringify(parts));

// Values of a map, one of them under two keys.
const shared = make(2);
const map = new Map([
  ['a', make(1)],
  ['b', shared],
  ['c', shared],
]);
for (const [, o] of map) o.n = heavy(o.n);
console.log(JSON.stringify([...map]));
