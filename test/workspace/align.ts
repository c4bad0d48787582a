// Aligns 1,000 random records of 64 bases with a reference of 65.

import { align, type Alignment } from './lib/align.js';
import { seededRandom } from './lib/random.js';

function randomSequence(length: number, random: () => number): string {
  let bases = '';
  for (let i = 0; i < length; i++) {
    bases += 'ACGT'[Math.floor(random() * 4)];
  }
  return bases;
}

function alignAll(reference: string, reads: string[]): Alignment[] {
  return reads.map((read) => align(reference, read));
}

const random = seededRandom(64);
const reference = randomSequence(65, random);
const reads: string[] = [];
for (let i = 0; i < 1000; i++) {
  reads.push(randomSequence(64, random));
}

const alignments = alignAll(reference, reads);

let best = 0;
for (let i = 1; i < alignments.length; i++) {
  if (alignments[i].score > alignments[best].score) best = i;
}
const total = alignments.reduce((sum, { score }) => sum + score, 0);
console.log(`${alignments.length} alignments, mean score ${(total / alignments.length).toFixed(3)}`);
console.log(`best: record ${best}, score ${alignments[best].score}, ${alignments[best].cigar}`);
