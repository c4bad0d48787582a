// Eight Markov chains explore the same posterior, each from a start and with a seed of its own; then they are compared.

import { seededRandom } from './lib/random.js';

interface Chain {
  readonly seed: number;
  readonly mean: number;
  readonly variance: number;
  readonly accepted: number;
}

/** Logarithm of the posterior of a mean, with heavy tails in the data (Student's t, 4 degrees of freedom). */
function logPosterior(mean: number, data: readonly number[]): number {
  let sum = (-mean * mean) / 200;
  for (const x of data) sum -= 2.5 * Math.log1p((x - mean) ** 2 / 4);
  return sum;
}

/** Metropolis: a random walk that goes uphill always, and downhill as often as the posterior allows. */
function runChain(seed: number, steps: number, data: readonly number[]): Chain {
  const random = seededRandom(seed);
  let at = (random() - 0.5) * 20;
  let logAt = logPosterior(at, data);
  let [count, mean, sumOfSquares, accepted] = [0, 0, 0, 0];
  for (let step = 0; step < steps; step++) {
    const next = at + (random() - 0.5) * 0.8;
    const logNext = logPosterior(next, data);
    if (Math.log(random()) < logNext - logAt) {
      [at, logAt] = [next, logNext];
      accepted++;
    }
    if (step < steps / 4) continue;
    count++;
    const delta = at - mean;
    mean += delta / count;
    sumOfSquares += delta * (at - mean);
  }
  return { seed, mean, variance: sumOfSquares / (count - 1), accepted };
}

const noise = seededRandom(1953);
const data: number[] = [];
for (let i = 0; i < 200; i++) {
  data.push(3 + (noise() + noise() + noise() - 1.5) * 2);
}

const steps = 40_000;
const chains: Chain[] = [];
for (let seed = 1; seed <= 8; seed++) {
  const chain = runChain(seed, steps, data);
  chains.push(chain);
  console.log(
    `chain ${seed}: mean ${chain.mean.toFixed(5)}, ${((chain.accepted / steps) * 100).toFixed(1)} % accepted`,
  );
}

/** Gelman and Rubin's potential scale reduction: near 1 when all chains found the same. */
const grand = chains.reduce((sum, chain) => sum + chain.mean, 0) / chains.length;
const between = chains.reduce((sum, chain) => sum + (chain.mean - grand) ** 2, 0) / (chains.length - 1);
const within = chains.reduce((sum, chain) => sum + chain.variance, 0) / chains.length;
console.log(`mean ${grand.toFixed(4)}, R-hat ${Math.sqrt(1 + between / within).toFixed(5)}`);
