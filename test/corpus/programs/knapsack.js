const capacity = 200 * Number(process.env.SCALE ?? '1');
const items = Array.from({ length: 25 }, (_, i) => ({ weight: 3 + ((i * 7) % 20), value: 10 + ((i * 13) % 40) }));
const best = new Int32Array(capacity + 1);
// @loop
for (let i = 0; i < items.length; i++) {
  const { weight, value } = items[i];
  for (let c = capacity; c >= weight; c--) best[c] = Math.max(best[c], best[c - weight] + value);
}
console.log(best[capacity], best.indexOf(best[capacity]));
