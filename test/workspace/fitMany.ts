// One model, many data sets: fits an exponential decay to each of 400 measured curves.

import { seededRandom } from './lib/random.js';

interface Curve {
  readonly name: string;
  readonly times: readonly number[];
  readonly values: readonly number[];
}

interface Fit {
  readonly height: number;
  readonly rate: number;
  readonly residual: number;
  readonly steps: number;
}

/** Least squares for `height · exp(-rate · t)` from one start, by Gauss–Newton with damping (Levenberg and Marquardt). */
function fitFrom(start: number, { times, values }: Curve): Fit {
  const residualOf = (height: number, rate: number): number => {
    let sum = 0;
    let i = times.length;
    while (i-- > 0) sum += (values[i] - height * Math.exp(-rate * times[i])) ** 2;
    return sum;
  };
  let [height, rate, damping] = [1, start, 1];
  let residual = residualOf(height, rate);
  let steps = 0;
  while (steps < 200) {
    steps++;
    let [hh, hr, rr, gh, gr] = [0, 0, 0, 0, 0];
    for (let i = 0; i < times.length; i++) {
      const decay = Math.exp(-rate * times[i]);
      const [byHeight, byRate] = [decay, -height * times[i] * decay];
      const error = values[i] - height * decay;
      hh += byHeight * byHeight;
      hr += byHeight * byRate;
      rr += byRate * byRate;
      gh += byHeight * error;
      gr += byRate * error;
    }
    const determinant = hh * (1 + damping) * rr * (1 + damping) - hr * hr;
    const nextHeight = height + (gh * rr * (1 + damping) - gr * hr) / determinant;
    const nextRate = rate + (gr * hh * (1 + damping) - gh * hr) / determinant;
    const next = residualOf(nextHeight, nextRate);
    if (!(next < residual)) {
      damping *= 4;
      if (damping > 1e12) break;
      continue;
    }
    const gain = (residual - next) / residual;
    [height, rate, residual, damping] = [nextHeight, nextRate, next, damping / 3];
    if (gain < 1e-12) break;
  }
  return { height, rate, residual, steps };
}

/** The best of ten starts, each around the best so far. */
function fitDecay(curve: Curve): Fit {
  let best = fitFrom(1, curve);
  for (let attempt = 1; attempt < 10; attempt++) {
    const fit = fitFrom(best.rate * (0.2 + attempt / 5), curve);
    if (fit.residual < best.residual) best = fit;
  }
  return best;
}

const curves: Curve[] = [];
for (let seed = 0; seed < 400; seed++) {
  const random = seededRandom(seed);
  const [height, rate] = [2 + 8 * random(), 0.2 + 3 * random()];
  const times: number[] = [];
  const values: number[] = [];
  for (let time = 0; times.length < 200; time += random() * 0.05) {
    times.push(time);
    values.push(height * Math.exp(-rate * time) + (random() - 0.5) * 0.4);
  }
  curves.push({ name: `curve ${seed}`, times, values });
}

const fits = new Map<string, Fit>();
curves.forEach((curve) => {
  const fit = fitDecay(curve);
  if (fit.residual / curve.values.length > 0.02) console.log(`${curve.name} does not decay like that`);
  fits.set(curve.name, fit);
});

const rates = [...fits.values()].map(({ rate }) => rate).sort((a, b) => a - b);
const steps = [...fits.values()].reduce((sum, fit) => sum + fit.steps, 0);
console.log(`${fits.size} fits in ${steps} steps`);
console.log(
  `rates from ${rates[0].toFixed(4)} to ${rates[rates.length - 1].toFixed(4)}, median ${rates[200].toFixed(4)}`,
);
