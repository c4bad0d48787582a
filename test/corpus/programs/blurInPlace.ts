const SCALE = Number(process.env.SCALE ?? '1');
const [width, height] = [48, 32 * SCALE];
const picture = Uint8Array.from({ length: width * height }, (_, k) => (k * 31 + (k >> 4)) & 255);

// @loop
for (let y = 1; y < height; y++) {
  for (let x = 0; x < width; x++) {
    let sum = picture[y * width + x]!;
    for (let dx = -4; dx <= 4; dx++) sum += picture[(y - 1) * width + Math.min(width - 1, Math.max(0, x + dx))]!;
    picture[y * width + x] = sum / 10;
  }
}
console.log(picture.reduce((a, b) => (a * 31 + b) >>> 0, 7));
