// Writes the images that images.cjs filters: noisy pictures as binary PPM files. `node makeImages.cjs` does it by hand.

const fs = require('node:fs');
const path = require('node:path');
const { encodePpm } = require('./lib/ppm.cjs');

/** A picture of soft stripes with salt-and-pepper noise; another `seed`, another picture. */
function noisyImage(width, height, seed) {
  const pixels = new Uint8Array(width * height * 3);
  let state = seed + 1;
  for (let i = 0; i < pixels.length; i++) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    const noise = state >>> 24;
    const x = Math.floor(i / 3) % width;
    const stripe = 128 + Math.round(90 * Math.sin((x + seed * 7) / 9 + (i % 3)));
    pixels[i] = noise < 12 ? 0 : noise > 243 ? 255 : stripe;
  }
  return { width, height, pixels };
}

function makeImages(folder, count = 60) {
  fs.mkdirSync(folder, { recursive: true });
  for (let seed = 0; seed < count; seed++) {
    const file = path.join(folder, `stripes-${String(seed).padStart(2, '0')}.ppm`);
    fs.writeFileSync(file, encodePpm(noisyImage(160, 120, seed)));
  }
}

module.exports = { makeImages };

if (require.main === module) {
  makeImages(path.join(__dirname, 'data/images'));
}
