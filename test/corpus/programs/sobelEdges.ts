const SCALE = Number(process.env.SCALE ?? '1');

class Picture {
  readonly pixels: Uint8ClampedArray;
  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.pixels = new Uint8ClampedArray(width * height);
  }
  at(x: number, y: number): number {
    const cx = Math.min(this.width - 1, Math.max(0, x));
    const cy = Math.min(this.height - 1, Math.max(0, y));
    return this.pixels[cy * this.width + cx];
  }
}

function sobel(source: Picture): Picture {
  const edges = new Picture(source.width, source.height);
  // @loop
  for (let y = 0; y < source.height; y++) {
    for (let x = 0; x < source.width; x++) {
      const gx = source.at(x + 1, y - 1) + 2 * source.at(x + 1, y) + source.at(x + 1, y + 1) - source.at(x - 1, y - 1) - 2 * source.at(x - 1, y) - source.at(x - 1, y + 1);
      const gy = source.at(x - 1, y + 1) + 2 * source.at(x, y + 1) + source.at(x + 1, y + 1) - source.at(x - 1, y - 1) - 2 * source.at(x, y - 1) - source.at(x + 1, y - 1);
      edges.pixels[y * source.width + x] = Math.hypot(gx, gy);
    }
  }
  return edges;
}

const picture = new Picture(Math.round(48 * SCALE), 32);
picture.pixels.forEach((_, q) => (picture.pixels[q] = (q * 37 + (q >> 5) * 11) % 256));
const { pixels } = sobel(picture);
console.log(pixels.reduce((sum, v) => (sum * 31 + v) % 1000003, 7), pixels.slice(100, 112).join(' '));
