// Do two groups differ? Shuffles who belongs to which, 4,000 times, and counts how often the means lie as far apart by chance.

import { seededRandom } from './lib/random.js';

function meanDifference(values: readonly number[], firstGroup: number): number {
  let [first, second] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    if (i < firstGroup) first += values[i];
    else second += values[i];
  }
  return first / firstGroup - second / (values.length - firstGroup);
}

/** Fisher–Yates, on a copy. */
function shuffled(values: readonly number[], random: () => number): number[] {
  const copy = [...values];
  for (let i = copy.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [copy[i], copy[j]] = [copy[j], copy[i]];
  }
  return copy;
}

const noise = seededRandom(1935);
const [treated, untreated] = [4_000, 6_000];
const values: number[] = [];
for (let i = 0; i < treated + untreated; i++) {
  values.push(noise() + noise() + noise() + (i < treated ? 0.02 : 0));
}
const observed = meanDifference(values, treated);

const permutations = 4_000;
let asFarApart = 0;
let largest = 0;
for (let permutation = 0; permutation < permutations; permutation++) {
  const random = seededRandom(permutation);
  const difference = meanDifference(shuffled(values, random), treated);
  if (Math.abs(difference) >= Math.abs(observed)) asFarApart++;
  largest = Math.max(largest, difference);
}

console.log(`difference of the means ${observed.toFixed(5)}, at most ${largest.toFixed(5)} by chance`);
console.log(`p = ${((asFarApart + 1) / (permutations + 1)).toFixed(5)} from ${permutations} permutations`);
