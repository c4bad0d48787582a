const SCALE = Number(process.env.SCALE ?? '1');

function tileBins(tile: number): Uint32Array {
  const bins = new Uint32Array(16);
  for (let k = 0; k < 3000 * SCALE; k++) {
    const [r, g, b] = [(k * 7 + tile) & 255, (k * 13) & 255, (k ^ tile) & 255];
    bins[(0.299 * r + 0.587 * g + 0.114 * b) >> 4]!++;
  }
  return bins;
}

const histogram = new Array<number>(16).fill(0);
// @loop
for (const tile of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]) {
  const bins = tileBins(tile * 29);
  for (let k = 0; k < 16; k++) histogram[k]! += bins[k]!;
}
console.log(histogram.join(' '));
