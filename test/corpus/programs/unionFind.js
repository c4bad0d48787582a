const n = 300 * Number(process.env.SCALE ?? '1');
const parent = Array.from({ length: n }, (_, i) => i);

function root(v) {
  while (parent[v] !== v) v = parent[v] = parent[parent[v]];
  return v;
}

const edges = Array.from({ length: n }, (_, i) => [(i * 7) % n, (i * 13 + 5) % n]);
let joined = 0;
// @loop
for (const [a, b] of edges) {
  const [ra, rb] = [root(a), root(b)];
  if (ra === rb) continue;
  parent[ra] = rb;
  joined++;
}
console.log(joined, parent.filter((p, i) => p === i).length);
