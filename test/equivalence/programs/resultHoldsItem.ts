// A computed object holds the item, by a detour.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
interface Item { id: number; child: { v: number } }
interface Rec { list: Item[]; score: number; first?: Item }
const items: Item[] = [{ id: 1, child: { v: 1 } }, { id: 2, child: { v: 2 } }];
function wrap(item: Item): { item: Item; score: number } {
  return { item, score: mix(item.id) };
}
const seen: boolean[] = [];
const kept: Rec[] = [];
for (const item of items) {
  const rec: Rec = { list: [], score: mix(item.id) };
  const l = rec.list;
  l.push(item);
  kept.push(rec);
  seen.push(rec.list[0] === item);
}
for (const item of items) {
  const w = wrap(item);
  seen.push(w.item === item);
}
for (const item of items) {
  const rec: Rec = { list: [], score: mix(item.id) };
  for (const q of [rec]) q.first = item;
  console.log(rec.score);
  seen.push(rec.first === item);
}
for (const item of items) {
  const rec: Rec = { list: [], score: mix(item.id) };
  [rec].forEach((q) => {
    q.first = item;
  });
  console.log(rec.score);
  seen.push(rec.first === item);
}
for (const item of items) {
  const rec = Object.assign({ score: mix(item.id) }, { first: item });
  console.log(rec.score);
  seen.push(rec.first === item);
}
const out = items.map((item) => wrap(item));
console.log(seen.join(), kept.map((r, i) => r.list[0] === items[i]).join());
console.log(out.map((w, i) => w.item === items[i]).join());
