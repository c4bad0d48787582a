/**
 * Random programs print the same before and after. Each holds many loops, so that one process runs them all.
 * `LOOPPOOL_FUZZ=20000` runs so many loops; `LOOPPOOL_SEED` begins with another one. A loop that fails is made as small
 * as can be, and printed with the seed that plays it again.
 */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareRuns, MARK, type Comparison } from './comparison.js';
import { loops, type Loop } from './loopTree.js';
import { PRELUDE, printLoop } from './printLoop.js';

const BATCH = 10;
const count = Number(process.env['LOOPPOOL_FUZZ'] ?? 60);
const firstSeed = Number(process.env['LOOPPOOL_SEED'] ?? 1);
/** Milliseconds for making one failing loop smaller. */
const SHRINKING = 120_000;

function programOf(all: readonly Loop[]): string {
  const functions = all.map((loop, i) => printLoop(loop, `loop${i}`));
  const calls = all.map((_, i) => `loop${i}();\nreset();\nconsole.log(${JSON.stringify(MARK.trim())});`);
  return [PRELUDE, ...functions, ...calls].join('\n');
}

const compare = (all: readonly Loop[]): Promise<Comparison> => compareRuns({ 'main.ts': programOf(all) }, 'main.js');

const loopOf = (seed: number): Loop => fc.sample(loops, { seed, numRuns: 1 })[0]!;

/** The smallest loop like a failing one that fails, too, as text. */
async function smallest(seed: number): Promise<string> {
  const alone = async (loop: Loop): Promise<void> => {
    const { before, after } = await compare([loop]);
    expect(after).toEqual(before);
  };
  const result = await fc.check(fc.asyncProperty(loops, alone), {
    seed,
    numRuns: 1,
    unbiased: true,
    interruptAfterTimeLimit: SHRINKING,
  });
  const [loop] = result.counterexample ?? [loopOf(seed)];
  const { before, after } = await compare([loop]);
  return `LOOPPOOL_SEED=${seed} LOOPPOOL_FUZZ=1\n${printLoop(loop, 'loop')}before:\n${before.join('')}\nafter:\n${after.join('')}`;
}

it(`${count} random loops print and throw the same before and after`, async () => {
  const failures: number[] = [];
  let offered = 0;
  for (let from = 0; from < count; from += BATCH) {
    const seeds = Array.from({ length: Math.min(BATCH, count - from) }, (_, i) => firstSeed + from + i);
    const result = await compare(seeds.map(loopOf));
    offered += result.offered;
    // A program that ends early fails by the loop that it stopped in.
    const differs = (i: number): boolean => result.before[i] !== result.after[i];
    failures.push(...seeds.filter((_, i) => differs(i)));
    if (!seeds.some((_, i) => differs(i))) expect(result.after.at(-1)).toBe(result.before.at(-1));
  }
  console.log(`random loops: ${offered} offered of ${count}`);
  expect(failures.length > 0 ? `${failures.join()} differ\n${await smallest(failures[0]!)}` : '').toBe('');
  expect(offered).toBeGreaterThan(count / 5);
}, 4_000_000);
