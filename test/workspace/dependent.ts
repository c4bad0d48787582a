// Loops that have to stay loops: each iteration needs what the one before it left behind.

import { createHash } from 'node:crypto';
import { seededRandom } from './lib/random.js';

/** Prefix sum: every entry is made from the one before. */
function prefixSums(values: number[]): number[] {
  const sums = [0];
  for (let i = 0; i < values.length; i++) {
    sums.push(sums[i] + values[i]);
  }
  return sums;
}

/** Recurrence: Newton's method, where the next estimate starts from the last. */
function squareRoots(from: number, count: number): number {
  let root = 1;
  for (let n = from; n < from + count; n++) {
    for (let step = 0; step < 5; step++) {
      root = (root + n / root) / 2;
    }
  }
  return root;
}

let nonce = 0;

/** Shared counter: tries numbers until the seal starts with zeros, and never uses a number twice. */
function seal(message: string): string {
  for (;;) {
    nonce++;
    const hash = createHash('sha256').update(`${message}:${nonce}`).digest('hex');
    if (hash.startsWith('000')) return `${message}:${nonce}`;
  }
}

function sealAll(messages: string[]): string[] {
  const seals: string[] = [];
  for (const message of messages) {
    seals.push(seal(message));
  }
  return seals;
}

/** Seeded generator: every estimate takes the generator's next numbers. */
function estimatesOfPi(count: number, throws: number): number[] {
  const random = seededRandom(314);
  const estimates: number[] = [];
  for (let i = 0; i < count; i++) {
    let inside = 0;
    for (let t = 0; t < throws; t++) {
      const x = random();
      const y = random();
      if (x * x + y * y <= 1) inside++;
    }
    estimates.push((4 * inside) / throws);
  }
  return estimates;
}

const sums = prefixSums(Array.from({ length: 2_000_000 }, (_, i) => i % 7));
console.log(`prefix sum ${sums[sums.length - 1]}`);
console.log(`recurrence ${squareRoots(1, 2_000_000).toFixed(9)}`);
const seals = sealAll(Array.from({ length: 24 }, (_, i) => `message ${i}`));
console.log(`shared counter ${nonce}, last seal ${seals[seals.length - 1]}`);
const estimates = estimatesOfPi(20, 200_000);
console.log(`seeded generator ${estimates[0]}, ${estimates[estimates.length - 1]}`);
