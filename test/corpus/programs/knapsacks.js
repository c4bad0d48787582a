const capacity = 100 * Number(process.env.SCALE ?? '1');
const sets = Array.from({ length: 16 }, (_, s) => Array.from({ length: 12 }, (_, i) => ({ weight: 3 + ((i * 7 + s) % 20), value: 10 + ((i * s) % 40) })));

function solve(items) {
  const best = new Array(capacity + 1).fill(0);
  for (const { weight, value } of items)
    for (let c = capacity; c >= weight; c--) best[c] = Math.max(best[c], best[c - weight] + value);
  return best[capacity];
}
// @loop
const values = sets.map((items) => solve(items));
console.log(values.join(' '));
