const SCALE = Number(process.env.SCALE ?? '1');
const heights = Array.from({ length: 16 }, (_, y) => Array.from({ length: 24 }, (_, x) => ((x * 7 + y * 13) % 20) / 2));

const shade = (x, y) => {
  let light = 1;
  for (let k = 1; k < 12 * SCALE; k++) {
    const there = heights[(y + k) % heights.length][(x + 2 * k) % heights[0].length];
    if (there - heights[y][x] > k * 0.4) light *= 0.9;
  }
  return light;
};
// @loop
const shaded = heights.map((row, y) => row.map((height, x) => (height * shade(x, y)).toFixed(3)));
console.log(shaded.map((row) => row.join(' ')).join('\n'));
