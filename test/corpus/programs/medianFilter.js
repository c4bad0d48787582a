const SCALE = Number(process.env.SCALE ?? '1');

function medianFilter(noisy, width, height, radius) {
  const clean = new Uint8Array(width * height);
  // @loop
  for (let y = radius; y < height - radius; y++) {
    const around = [];
    for (let x = radius; x < width - radius; x++) {
      around.length = 0;
      for (let dy = -radius; dy <= radius; dy++)
        for (let dx = -radius; dx <= radius; dx++) around.push(noisy[(y + dy) * width + x + dx]);
      around.sort((a, b) => a - b);
      clean[y * width + x] = around[around.length >> 1];
    }
  }
  return clean;
}

const width = Math.round(40 * SCALE);
const noisy = Uint8Array.from({ length: width * 24 }, (_, q) => (q * q + 7 * q) % 251);
console.log(medianFilter(noisy, width, 24, 2).join('').slice(0, 400));
