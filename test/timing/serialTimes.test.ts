/**
 * The time that `looppool time` gives for a loop is the time that the loop takes: for every program of the example workspace, the
 * serial mean agrees with that of a stopwatch written by hand (`byHand/`, one file a program), within 5 % or two standard deviations.
 *
 * Times need a quiet machine: runs with `LOOPPOOL_LONG` only, and in `npm run test:full` beside no other test. All programs take a
 * quarter of an hour, so that without `LOOPPOOL_STOPWATCH=all` it is two, one of which reads recorded numbers all the time.
 */
import { spawnSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TimingReport } from '../../server/model.js';
import { makeProject, root, type Project } from '../support/project.js';
import { run } from '../support/run.js';

/** What the stopwatch of each program needs of it, made importable in a copy. The program runs once when it is imported. */
const NEEDED: Readonly<Record<string, string>> = {
  'align.ts': 'alignAll, reads, reference',
  'bootstrap.js': 'median, replicates, resample, sample',
  'distanceMatrix.ts': 'distanceMatrix, series',
  'fitMany.ts': 'curves, fitDecay',
  'greatCircle.js': 'nearestTo, places',
  'hashFiles.ts': 'files, fingerprint, limit',
  'images.cjs': 'medianFilter, radius',
  'mcmc.ts': 'data, runChain, steps',
  'permutation.ts': 'meanDifference, observed, permutations, shuffled, treated, values',
  'sleeping.ts': 'sleeping',
  'squares.ts': 'numbers, slowSquare',
  'sweep.js': 'beds, infections, recoveries, simulate',
};
/** Which form the loop of the stopwatch has, where it is not the first of its program. */
const FORM: Readonly<Record<string, string>> = { 'fitMany.ts': 'for-each' };
/** Neither computes nor blocks; makes the images of another. */
const LEFT_OUT = ['makeImages.cjs', 'sleepingAsync.ts'];

/** The machine is shared, and another program may slow one of the two down: so often both are measured anew before they disagree. */
const ATTEMPTS = 4;
const FEW = ['mcmc.ts', 'permutation.ts'];
const measured = process.env['LOOPPOOL_STOPWATCH'] === 'all' ? Object.keys(NEEDED) : FEW;
const LIMIT = 600_000;

interface Time {
  readonly meanMs: number;
  readonly stdDevMs: number;
}

interface Loop {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly form: string;
  readonly verdict: string;
  readonly weight: string;
}

const describeWhenLong = process.env['LOOPPOOL_LONG'] ? describe : describe.skip;

describeWhenLong('the serial time of looppool time', () => {
  let project: Project;
  let loops: readonly Loop[];

  beforeAll(() => {
    project = makeProject();
    project.copy(path.join(root, 'test/workspace'), '.');
    symlinkSync(path.join(root, 'node_modules/tsx'), project.at('node_modules/tsx'), 'junction');
    // A program of its own, so that looppool times the programs as they are.
    project.copy(path.join(root, 'test/workspace'), 'byHand');
    project.copy(path.join(root, 'test/timing/byHand'), 'byHand');
    for (const [program, names] of Object.entries(NEEDED)) {
      const exported = program.endsWith('.cjs') ? `module.exports = { ${names} };` : `export { ${names} };`;
      project.write(`byHand/${program}`, `${project.read(program)!}\n${exported}\n`);
    }
    loops = (looppool('scan', '.') as { loops: Loop[] }).loops.filter(
      ({ file, verdict, weight }) => path.dirname(file) === '.' && verdict === 'independent' && weight === 'heavy',
    );
  });
  afterAll(() => project?.remove());

  it('is checked for every program with such a loop', () => {
    expect([...new Set(loops.map(({ file }) => file))].sort()).toEqual([...Object.keys(NEEDED), ...LEFT_OUT].sort());
  });

  it.for(measured)('of %s is that of a stopwatch', { timeout: LIMIT }, async (program, { skip }) => {
    let [said, disturbed] = ['', 0];
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const { serial: tool, noise } = reportOf(program);
      const hand = await timeByHand(program);
      said = `${describeBoth(tool, hand)} ${noise.message ?? ''}`;
      console.log(`${program}: ${said}`);
      if (agree(tool, hand)) return;
      if (noise.message !== null) disturbed++;
    }
    skip(disturbed === ATTEMPTS, `${program}: other programs ran all the time`);
    expect.unreachable(`${program}, ${ATTEMPTS} times measured: ${said}`);
  });

  it(
    'would not pass for that of a loop with a tenth of the items left out',
    async () => {
      for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
        const [whole, part] = [await timeByHand('squares.ts'), await timeByHand('squares.ts', { HOW_MANY: '540' })];
        if (!agree(part, whole)) return;
      }
      expect.unreachable('a shorter loop counted as the same');
    },
    LIMIT,
  );

  function looppool(...args: string[]): unknown {
    const child = spawnSync(process.execPath, [path.join(root, 'dist/cli.js'), ...args, '--json'], {
      cwd: project.folder,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    expect(child.stdout, child.stderr).not.toBe('');
    return JSON.parse(child.stdout);
  }

  /** The outermost loop of a program comes first. */
  function reportOf(program: string): TimingReport {
    const wanted = FORM[program];
    const { line, column } = loops.find(({ file, form }) => file === program && (wanted ?? form) === form)!;
    return looppool('time', `${program}:${line}:${column}`, '--yes') as TimingReport;
  }

  async function timeByHand(program: string, env: Readonly<Record<string, string>> = {}): Promise<Time> {
    const stopwatch = `${path.basename(program, path.extname(program))}.mjs`;
    const { stdout, stderr } = await run(project.at('byHand'), stopwatch, { tsx: program.endsWith('.ts'), env });
    // The program prints before.
    const line = stdout.trim().split('\n').at(-1)!;
    expect(line, stderr).toMatch(/^\{/);
    return JSON.parse(line) as Time;
  }
});

/** Within 5 % of the stopwatch, or two standard deviations where one of the two goes unsteadily. */
function agree(tool: Time, hand: Time): boolean {
  return Math.abs(tool.meanMs - hand.meanMs) <= Math.max(0.05 * hand.meanMs, 2 * hand.stdDevMs, 2 * tool.stdDevMs);
}

function describeBoth(tool: Time, hand: Time): string {
  const ms = ({ meanMs, stdDevMs }: Time): string => `${meanMs.toPrecision(4)} ± ${stdDevMs.toPrecision(2)} ms`;
  return `looppool ${ms(tool)}, by hand ${ms(hand)}: ${((tool.meanMs / hand.meanMs - 1) * 100).toFixed(1)} %`;
}
