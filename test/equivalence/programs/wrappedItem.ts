// A function wraps its argument in a new object: identity of the argument must survive.
function mix(n: number): number {
  let a = n | 0;
  for (let k = 0; k < 60; k++) a = (Math.imul(a, 31) + k) | 0;
  return a;
}
interface Item { id: number }
function wrap(item: Item): { item: Item; score: number } {
  return { item, score: mix(item.id) };
}
const items: Item[] = [{ id: 1 }, { id: 2 }];
const wrapped: { item: Item; score: number }[] = [];
for (const item of items) wrapped.push(wrap(item));
console.log(wrapped.map((w, i) => w.item === items[i]));
const mapped = items.map((item) => wrap(item));
mapped[0]!.item.id = 50;
console.log(items[0]!.id, mapped.map((w, i) => w.item === items[i]));
