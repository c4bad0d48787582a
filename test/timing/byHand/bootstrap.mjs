import { median, replicates, resample, sample } from './bootstrap.js';
import { seededRandom } from './lib/random.js';
import { timeByHand } from './timeByHand.mjs';

timeByHand(() => {
  const medians = [];
  for (let replicate = 0; replicate < replicates; replicate++) {
    const random = seededRandom(replicate);
    medians.push(median(resample(sample, random)));
  }
  return medians;
});
