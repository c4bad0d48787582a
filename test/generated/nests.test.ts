/** Random nests of loops leave their arrays the same before and after: `LOOPPOOL_FUZZ` and `LOOPPOOL_SEED` as in generated.test.ts. */
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Files } from '../support/project.js';
import { compareRuns, createRewriter, type Rewriter } from './comparison.js';
import { HELPERS, nests, printNest, type Nest } from './nests.js';

/** Nests that run in one process. */
const BATCH = 30;
const count = Math.ceil(Number(process.env['LOOPPOOL_FUZZ'] ?? 500) / 4);
const firstSeed = Number(process.env['LOOPPOOL_SEED'] ?? 1);

let rewriter: Rewriter;
beforeAll(() => void (rewriter = createRewriter()));
afterAll(() => rewriter.remove());

const nestOf = (seed: number): Nest => fc.sample(nests, { seed, numRuns: 1 })[0]!;

const filesOf = (nest: Nest): Files => ({
  'main.ts': `${HELPERS}\n${printNest(nest, 'nest')}`,
  'run.ts': `import { inspect } from 'node:util';\nimport { nest } from './main.js';\nconsole.log(inspect(nest(), { depth: 4, breakLength: 160 }));\n`,
});

it(`${count} random nests leave everything the same before and after`, async () => {
  let offered = 0;
  const failures: string[] = [];
  for (let from = 0; from < count; from += BATCH) {
    const seeds = Array.from({ length: Math.min(BATCH, count - from) }, (_, i) => firstSeed + from + i);
    const programs = seeds.map((seed) => rewriter.rewrite(filesOf(nestOf(seed))));
    // What is made before the loop counts by other names.
    offered += programs.filter(({ tasks }) => tasks?.includes('(i: number')).length;
    const { before, after } = await compareRuns(programs, 'run.js');
    for (const [i, seed] of seeds.entries())
      if (before[i] !== after[i])
        failures.push(
          `LOOPPOOL_SEED=${seed} LOOPPOOL_FUZZ=4\n${printNest(nestOf(seed), 'nest')}before:\n${before[i]}\nafter:\n${after[i]}`,
        );
    if (failures.length === 0) expect(after.at(-1)).toBe(before.at(-1));
  }
  console.log(`random nests: ${offered} offered of ${count}`);
  expect(failures.length > 0 ? `${failures.length} differ\n${failures[0]}` : '').toBe('');
  expect(offered).toBeGreaterThan(count / 20);
}, 20_000_000);
