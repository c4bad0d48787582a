const SCALE = Number(process.env.SCALE ?? '1');
const width = 40;
const height = 30 * SCALE;
const picture = new Float64Array(width * height).map((_, k) => ((k * 37) % 256) / 255);

// @loop
for (let y = 0; y < height - 1; y++) {
  for (let x = 0; x < width; x++) {
    const here = picture[y * width + x];
    let below = 0;
    for (let k = 0; k < 12; k++) below += Math.sqrt(picture[(y + 1) * width + ((x + k) % width)]);
    picture[y * width + x] = here * 1.5 - below / 24;
  }
}
console.log(picture.reduce((a, b) => a + b, 0).toFixed(9), picture[77].toFixed(9));
