// How sure is a median? Draws the sample again and again, each time with a seed of its own, and looks at the medians.

import { seededRandom } from './lib/random.js';

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return Number.isInteger(middle) ? (sorted[middle - 1] + sorted[middle]) / 2 : sorted[Math.floor(middle)];
}

/** Draws as many values as the sample has, with replacement. */
function resample(sample, random) {
  const drawn = [];
  for (let i = 0; i < sample.length; i++) {
    drawn.push(sample[Math.floor(random() * sample.length)]);
  }
  return drawn;
}

const noise = seededRandom(2026);
const sample = [];
for (let i = 0; i < 401; i++) {
  sample.push(-Math.log(1 - noise()) * 10);
}

const replicates = 25_000;
const medians = [];
for (let replicate = 0; replicate < replicates; replicate++) {
  const random = seededRandom(replicate);
  medians.push(median(resample(sample, random)));
}

medians.sort((a, b) => a - b);
const low = medians[Math.floor(replicates * 0.025)];
const high = medians[Math.floor(replicates * 0.975)];
console.log(`median ${median(sample).toFixed(4)}`);
console.log(`95 % of ${replicates} bootstrap medians lie between ${low.toFixed(4)} and ${high.toFixed(4)}`);
