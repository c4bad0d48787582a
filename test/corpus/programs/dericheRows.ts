const SCALE = Number(process.env.SCALE ?? '1');

function horizontalPass(width: number, height: number, image: Float32Array, out: Float32Array, alpha: number): void {
  const k = ((1 - Math.exp(-alpha)) * (1 - Math.exp(-alpha))) / (1 + 2 * alpha * Math.exp(-alpha) - Math.exp(2 * -alpha));
  const [a1, a2] = [k, k * Math.exp(-alpha) * (alpha - 1)];
  const [b1, b2] = [Math.pow(2, -alpha), -Math.exp(-2 * alpha)];
  let ym1: number, ym2: number, xm1: number;
  // @loop
  for (let y = 0; y < height; y++) {
    ym1 = 0;
    ym2 = 0;
    xm1 = 0;
    for (let x = 0; x < width; x++) {
      const value = image[y * width + x];
      const filtered = a1 * value + a2 * xm1 + b1 * ym1 + b2 * ym2;
      out[y * width + x] = filtered;
      xm1 = value;
      ym2 = ym1;
      ym1 = filtered;
    }
  }
}

const [width, height] = [Math.round(160 * SCALE), 40];
const image = Float32Array.from({ length: width * height }, (_, q) => ((313 * q) % 65536) / 65535);
const out = new Float32Array(width * height);
horizontalPass(width, height, image, out, 0.25);
console.log(out[5], out[width * 3 + 9], out.reduce((a, b) => a + b).toFixed(4));
