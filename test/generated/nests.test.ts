/** Random nests of loops leave their arrays the same before and after: `LOOPPOOL_FUZZ` and `LOOPPOOL_SEED` as in generated.test.ts. */
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { compareRuns, MARK, type Comparison } from './comparison.js';
import { HELPERS, nests, printNest, type Nest } from './nests.js';

const BATCH = 5;
/** Each takes as long as four of the other loops. */
const count = Math.ceil(Number(process.env['LOOPPOOL_FUZZ'] ?? 60) / 4);
const firstSeed = Number(process.env['LOOPPOOL_SEED'] ?? 1);

const nestOf = (seed: number): Nest => fc.sample(nests, { seed, numRuns: 1 })[0]!;

function compare(all: readonly Nest[]): Promise<Comparison> {
  const names = all.map((_, i) => `nest${i}`);
  const run = names.map(
    (name) =>
      `console.log(inspect(${name}(), { depth: 4, breakLength: 160 }));\nconsole.log(${JSON.stringify(MARK.trim())});`,
  );
  const files = {
    'main.ts': [HELPERS, ...all.map((nest, i) => printNest(nest, names[i]!))].join('\n'),
    'run.ts': [`import { inspect } from 'node:util';\nimport { ${names.join(', ')} } from './main.js';`, ...run].join(
      '\n',
    ),
  };
  // What is made before the loop counts by other names.
  return compareRuns(files, 'run.js', /\(i: number/g);
}

it(`${count} random nests leave everything the same before and after`, async () => {
  let offered = 0;
  const failures: string[] = [];
  for (let from = 0; from < count; from += BATCH) {
    const seeds = Array.from({ length: Math.min(BATCH, count - from) }, (_, i) => firstSeed + from + i);
    const { before, after, ...result } = await compare(seeds.map(nestOf));
    offered += result.offered;
    for (const [i, seed] of seeds.entries())
      if (before[i] !== after[i])
        failures.push(
          `LOOPPOOL_SEED=${seed} LOOPPOOL_FUZZ=4\n${printNest(nestOf(seed), 'nest')}before:\n${before[i]}\nafter:\n${after[i]}`,
        );
    if (failures.length === 0) expect(after.at(-1)).toBe(before.at(-1));
  }
  console.log(`random nests: ${offered} offered of ${count}`);
  expect(failures[0] ?? '').toBe('');
  expect(offered).toBeGreaterThan(count / 20);
}, 4_000_000);
