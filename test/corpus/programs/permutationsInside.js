const SCALE = Number(process.env.SCALE ?? '1');
const size = SCALE > 5 ? 7 : 6;

function* permutations(items, from = 0) {
  if (from === items.length) yield [...items];
  for (let k = from; k < items.length; k++) {
    [items[from], items[k]] = [items[k], items[from]];
    yield* permutations(items, from + 1);
    [items[from], items[k]] = [items[k], items[from]];
  }
}

const tours = Array.from({ length: 10 }, (_, t) => Array.from({ length: size }, (_, c) => [(t * 17 + c * 31) % 97, (t * 7 + c * c * 13) % 89]));
// @loop
const shortest = tours.map((cities) => {
  let best = Infinity;
  for (const order of permutations(cities.map((_, c) => c))) {
    let length = 0;
    for (let k = 1; k < order.length; k++) {
      const [[x1, y1], [x2, y2]] = [cities[order[k - 1]], cities[order[k]]];
      length += Math.hypot(x1 - x2, y1 - y2);
    }
    if (length < best) best = length;
  }
  return best.toFixed(6);
});
console.log(shortest.join(' '));
