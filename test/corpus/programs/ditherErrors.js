const SCALE = Number(process.env.SCALE ?? '1');
const width = 50;
const height = 20 * SCALE;
let carried = new Float64Array(width + 2);
const bits = [];

// @loop
for (let y = 0; y < height; y++) {
  const next = new Float64Array(width + 2);
  let ones = 0;
  for (let x = 1; x <= width; x++) {
    const value = ((x * y * 7) % 256) / 255 + carried[x];
    const bit = value > 0.5 ? 1 : 0;
    const error = value - bit;
    next[x - 1] += error * 0.25;
    next[x] += error * 0.5;
    next[x + 1] += error * 0.25;
    ones += bit;
  }
  carried = next;
  bits.push(ones);
}
console.log(bits.join(' '));
