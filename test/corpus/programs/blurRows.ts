const SCALE = Number(process.env.SCALE ?? '1');
const [width, height] = [48, 32 * SCALE];
const source = Uint8Array.from({ length: width * height }, (_, k) => (k * 31 + (k >> 4)) & 255);
const target = new Uint8Array(width * height);

// @loop
for (let y = 0; y < height; y++) {
  for (let x = 0; x < width; x++) {
    let sum = 0;
    for (let dx = -4; dx <= 4; dx++) sum += source[y * width + Math.min(width - 1, Math.max(0, x + dx))]!;
    target[y * width + x] = sum / 9;
  }
}
console.log(target.reduce((a, b) => (a * 31 + b) >>> 0, 7));
