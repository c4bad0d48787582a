/**
 * Random programs print the same before and after. Each holds some loops in one module, and many run in one process.
 * `LOOPPOOL_FUZZ=20000` runs so many loops; `LOOPPOOL_SEED` begins with another one. A loop that fails is made as small
 * as can be, and printed with the seed that plays it again.
 */
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { forms } from '../../server/forms/index.js';
import { REASONS } from '../../server/analysis/reasons.js';
import { compareRuns, createRewriter, type Comparison, type Rewriter } from './comparison.js';
import { type Expression, loops, type Loop } from './loopTree.js';
import { ODDITIES } from './oddities.js';
import { printLoop, programOf } from './printLoop.js';
import { addProgram, createSummary, EXIT_WORDS } from './summary.js';

/** Loops of one program: they share its worker module and its state. */
const TOGETHER = 4;
/** Loops that run in one process. */
const BATCH = 60;
const count = Number(process.env['LOOPPOOL_FUZZ'] ?? 500);
const firstSeed = Number(process.env['LOOPPOOL_SEED'] ?? 1);
/** Milliseconds for making one failing loop smaller. */
const SHRINKING = 120_000;

let rewriter: Rewriter;
beforeAll(() => void (rewriter = createRewriter()));
afterAll(() => rewriter.remove());

const rewrite = (all: readonly Loop[]) => rewriter.rewrite(programOf(all));

/** A random loop; one with each of the oddities, and little else, for the seeds below 0. */
const loopOf = (seed: number): Loop => (seed < 0 ? plainLoop(-1 - seed) : fc.sample(loops, { seed, numRuns: 1 })[0]!);

function plainLoop(odd: number): Loop {
  // The name behind those of the loop.
  const value: Expression = { kind: 'call', of: 'heavy', argument: { kind: 'name', pick: 3 } };
  return {
    form: 'for-of',
    items: 0,
    shared: false,
    caught: false,
    odd,
    body: [{ kind: 'effect', pick: 0, value, other: value }],
    value,
  };
}

const alone = (loop: Loop): Promise<Comparison> => compareRuns([rewrite([loop])]);

/** The smallest loop like a failing one that fails, too, as text. */
async function smallest(seed: number): Promise<string> {
  const check = async (loop: Loop): Promise<void> => {
    const { before, after } = await alone(loop);
    expect(after).toEqual(before);
  };
  const result = await fc.check(fc.asyncProperty(loops, check), {
    seed,
    numRuns: 1,
    unbiased: true,
    interruptAfterTimeLimit: SHRINKING,
  });
  const [loop] = result.counterexample ?? [loopOf(seed)];
  const { before, after } = await alone(loop);
  return `LOOPPOOL_SEED=${seed} LOOPPOOL_FUZZ=1\n${printLoop(loop, 'loop')}before:\n${before.join('')}\nafter:\n${after.join('')}`;
}

/** Of loops that failed in one program, or in one process, the first that fails by itself. */
async function firstFailing(seeds: readonly number[]): Promise<number> {
  for (const seed of seeds) {
    const { before, after } = await alone(loopOf(seed));
    if (before.join() !== after.join()) return seed;
  }
  return seeds[0]!;
}

/** The seeds, cut into parts of one length. */
function parts(seeds: readonly number[], length: number): number[][] {
  return Array.from({ length: Math.ceil(seeds.length / length) }, (_, i) => seeds.slice(i * length, (i + 1) * length));
}

const summary = createSummary();

it(`${count} random loops print and throw the same before and after`, async () => {
  const failures: number[] = [];
  for (const batch of parts(
    [...Array.from({ length: count }, (_, i) => firstSeed + i), ...ODDITIES.map((_, odd) => -1 - odd)],
    BATCH,
  )) {
    const programs = parts(batch, TOGETHER).map((seeds) => {
      const all = seeds.map(loopOf);
      const rewritten = rewrite(all);
      addProgram(summary, all, rewritten);
      return { seeds, ...rewritten };
    });
    const { before, after } = await compareRuns(programs);
    const differ = programs.filter((_, i) => before[i] !== after[i]);
    failures.push(...differ.flatMap(({ seeds }) => seeds));
    if (differ.length === 0) expect(after.at(-1)).toBe(before.at(-1));
  }
  const shown = failures.length > 0 ? await smallest(await firstFailing(failures)) : '';
  expect(shown && `${failures.join()} differ\n${shown}`).toBe('');
}, 20_000_000);

it('offers at least half of the loops whose work can be split', () => {
  const { offered, splittable, splittableOffered, missed } = summary;
  const reasons = [...missed].sort(([, a], [, b]) => b - a).map(([code, times]) => `${code} ${times}`);
  console.log(
    `random loops: ${offered} of ${count} offered, of those that can be split ${splittableOffered} of ${splittable}`,
  );
  console.log(`why the others are not: ${reasons.join(', ')}`);
  expect(splittable).toBeGreaterThan(count / 5);
  expect(splittableOffered / splittable).toBeGreaterThanOrEqual(0.5);
});

/** What no program that is run has: errors of syntax, and what only `--sync` and `--async` meet. */
const ELSEWHERE = new Set(['syntax-error', 'no-await-here', 'no-blocking-here']);

it.skipIf(count < 500)('comes across every form, exit and reason', () => {
  const missing = {
    forms: forms.map(({ id }) => id).filter((id) => !summary.forms.has(id)),
    exits: EXIT_WORDS.filter((exit) => !summary.exits.has(exit)),
    reasons: Object.keys(REASONS).filter((code) => !summary.reasons.has(code) && !ELSEWHERE.has(code)),
  };
  expect(missing).toEqual({ forms: [], exits: [], reasons: [] });
});
