/** @typedef {{ width: number, height: number, pixels: Uint8Array }} Image */

/**
 * Reads a binary PPM image (P6, 8 bits a channel, no comments).
 *
 * @param {Buffer} bytes
 * @returns {Image}
 */
function decodePpm(bytes) {
  const header = /^P6\s+(\d+)\s+(\d+)\s+255\s/.exec(bytes.toString('latin1', 0, 64));
  if (header === null) throw new Error('not a binary PPM image');
  return {
    width: Number(header[1]),
    height: Number(header[2]),
    pixels: new Uint8Array(bytes.subarray(header[0].length)),
  };
}

/**
 * @param {Image} image
 * @returns {Buffer}
 */
function encodePpm({ width, height, pixels }) {
  return Buffer.concat([Buffer.from(`P6\n${width} ${height}\n255\n`), pixels]);
}

module.exports = { decodePpm, encodePpm };
