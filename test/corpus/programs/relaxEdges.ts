const n = 80 * Number(process.env.SCALE ?? '1');
const distance = new Float64Array(n).fill(Infinity);
distance[0] = 0;
const edges = Array.from({ length: n * 4 }, (_, e) => ({ from: (e * 3) % n, to: (e * 7 + 1) % n, cost: 1 + (e % 9) }));
// @loop
for (const { from, to, cost } of edges) {
  if (distance[from]! + cost < distance[to]!) distance[to] = distance[from]! + cost;
}
console.log([...distance].map((d) => (d === Infinity ? '-' : d)).join(' '));
