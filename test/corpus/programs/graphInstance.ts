const SCALE = Number(process.env.SCALE ?? '1');

class Graph {
  private readonly edges = new Map<number, [number, number][]>();
  constructor(readonly size: number) {}
  connect(from: number, to: number, length: number): void {
    const list = this.edges.get(from);
    if (list) list.push([to, length]);
    else this.edges.set(from, [[to, length]]);
  }
  distances(source: number): number[] {
    const best = new Array<number>(this.size).fill(Infinity);
    const open = new Set([source]);
    best[source] = 0;
    while (open.size > 0) {
      let v = -1;
      for (const u of open) if (v < 0 || best[u] < best[v]) v = u;
      open.delete(v);
      for (const [to, length] of this.edges.get(v) ?? []) {
        if (best[v] + length >= best[to]) continue;
        best[to] = best[v] + length;
        open.add(to);
      }
    }
    return best;
  }
}

const graph = new Graph(Math.round(60 * SCALE));
for (let v = 0; v < graph.size; v++) for (let k = 1; k <= 4; k++) graph.connect(v, (v * k + 7 * k) % graph.size, 1 + ((v * k) % 9));
const sources = Array.from({ length: 12 }, (_, i) => i * 5);
// @loop
const reach = sources.map((source) => Math.max(...graph.distances(source).filter(Number.isFinite)));
console.log(reach.join(' '));
