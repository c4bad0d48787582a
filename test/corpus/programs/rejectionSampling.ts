import { seeded } from './lib/random.js';

const SCALE = Number(process.env.SCALE ?? '1');

class Sampler {
  constructor(private readonly draw: () => number) {}
  normal(): number {
    for (;;) {
      const [u, v] = [2 * this.draw() - 1, 2 * this.draw() - 1];
      const s = u * u + v * v;
      if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s);
    }
  }
}

const sampler = new Sampler(seeded(77));
const means = new Float64Array(30);
// @loop
for (let group = 0; group < means.length; group++) {
  let sum = 0;
  for (let k = 0; k < 100 * SCALE; k++) sum += sampler.normal();
  means[group] = sum / (100 * SCALE);
}
console.log(Array.from(means, (m) => m.toFixed(6)).join(' '));
