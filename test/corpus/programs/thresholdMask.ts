const SCALE = Number(process.env.SCALE ?? '1');

function curve(v: number): number {
  let y = v / 255;
  for (let k = 0; k < 60 * SCALE; k++) y = Math.sin(y * 3 + k) ** 2;
  return y;
}

const pixels = Uint8ClampedArray.from({ length: 200 }, (_, k) => k * 3);
// @loop
const mask = pixels.map((v) => (curve(v) > 0.4 ? 255 * curve(v) : 0));
console.log(mask.constructor.name, mask.join(' '));
