const n = 40;
const rounds = Number(process.env.SCALE ?? '1');
const edges = Array.from({ length: n }, (_, v) => [(v * 3 + 1) % n, (v + 7) % n, (v * v) % n]);
const distances: number[][] = [];

function search(source: number): number[] {
  let distance: number[] = [];
  for (let round = 0; round < rounds; round++) {
    distance = new Array<number>(n).fill(-1);
    distance[source] = 0;
    const queue = [source];
    for (let q = 0; q < queue.length; q++) {
      for (const to of edges[queue[q]!]!) {
        if (distance[to] !== -1) continue;
        distance[to] = distance[queue[q]!]! + 1;
        queue.push(to);
      }
    }
  }
  return distance;
}
// @loop
for (let source = 0; source < n; source++) {
  distances[source] = search(source);
}
console.log(distances.map((d) => d.reduce((s, v) => s + v, 0)).join(' '));
