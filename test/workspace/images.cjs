// Takes the noise out of every image of a folder with a median filter.

const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');
const { decodePpm, encodePpm } = require('./lib/ppm.cjs');
const { makeImages } = require('./makeImages.cjs');

/**
 * Every channel of every pixel becomes the median of its neighbourhood.
 *
 * @param {import('./lib/ppm.cjs').Image} image
 * @param {number} radius
 */
function medianFilter({ width, height, pixels }, radius) {
  const filtered = new Uint8Array(pixels.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < 3; channel++) {
        const around = [];
        for (let v = Math.max(0, y - radius); v <= Math.min(height - 1, y + radius); v++) {
          for (let u = Math.max(0, x - radius); u <= Math.min(width - 1, x + radius); u++) {
            around.push(pixels[(v * width + u) * 3 + channel]);
          }
        }
        around.sort((a, b) => a - b);
        filtered[(y * width + x) * 3 + channel] = around[around.length >> 1];
      }
    }
  }
  return { width, height, pixels: filtered };
}

const input = path.join(__dirname, 'data/images');
const output = path.join(__dirname, 'data/filtered');
makeImages(input);
fs.mkdirSync(output, { recursive: true });

const radius = 1;
const digest = createHash('sha256');
let written = 0;
for (const name of fs.readdirSync(input).sort()) {
  const image = decodePpm(fs.readFileSync(path.join(input, name)));
  const filtered = medianFilter(image, radius);
  fs.writeFileSync(path.join(output, name), encodePpm(filtered));
  digest.update(filtered.pixels);
  written++;
}

console.log(`${written} images filtered`);
console.log(`sha256 of the pixels ${digest.digest('hex').slice(0, 16)}`);
