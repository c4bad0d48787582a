import { seededRandom } from './lib/random.js';
import { meanDifference, observed, permutations, shuffled, treated, values } from './permutation.js';
import { timeByHand } from './timeByHand.mjs';

timeByHand(() => {
  let asFarApart = 0;
  let largest = 0;
  for (let permutation = 0; permutation < permutations; permutation++) {
    const random = seededRandom(permutation);
    const difference = meanDifference(shuffled(values, random), treated);
    if (Math.abs(difference) >= Math.abs(observed)) asFarApart++;
    largest = Math.max(largest, difference);
  }
  return [asFarApart, largest];
});
