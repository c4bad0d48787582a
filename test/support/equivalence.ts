/** Runs a program before and after `fix --all`, and compares everything that can be seen of it. */
import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { drawn } from './drawn.js';
import { makeProject, type Project } from './project.js';
import { fixAll } from './rewrite.js';
import { compile, run, type Outcome } from './run.js';

export interface Program {
  /** The file that is rewritten. */
  readonly entry: string;
  /** The file that is run, where it is another one. */
  readonly start?: string;
  /** Puts the program's files into a project. */
  readonly fill: (project: Project) => void;
  /** Runs it as TypeScript, as people do; otherwise it is compiled once, which is quicker. */
  readonly tsx?: boolean;
  /** Leaves loops alone that are right under an assumption only. */
  readonly assumeNothing?: boolean;
  /** Items or captures may be of kinds that no copy is faithful to; such calls stay on the calling thread. */
  readonly odd?: boolean;
  /** Runs it with 1, 2 and 4 workers; otherwise with one of these numbers, drawn with `LOOPPOOL_SEED`, or those in `LOOPPOOL_WIDTHS`. */
  readonly everyWidth?: boolean;
}

/** One worker sees every item, more of them see what others leave behind. */
const WIDTHS = ['1', '2', '4'];

/**
 * Expects the same output, exit status and error with each number of workers, and that every call worked in workers.
 *
 * @returns whether anything of the program was rewritten
 */
export async function expectSame(program: Program): Promise<boolean> {
  const [before, after] = [makeProject(), makeProject()];
  try {
    for (const project of [before, after]) program.fill(project);
    if (fixAll(after, program.entry, undefined, !program.assumeNothing).files.length === 0) return false;
    const start = program.start ?? program.entry;
    const entry = program.tsx ? start : start.replace(/ts$/, 'js');
    if (!program.tsx) for (const project of [before, after]) compile(project.folder, formatOf(project));
    const options = { tsx: program.tsx ?? false };
    const expected = await run(before.folder, entry, options);
    expect(expected.end, 'the program itself did not end').not.toBe('too late');
    for (const workers of widthsOf(program)) {
      const env = { LOOPPOOL_WORKERS: workers, LOOPPOOL_INLINE: 'never' };
      const outcome = await run(after.folder, entry, { ...options, env });
      expect(visible(outcome, after), `with ${workers} workers`).toEqual(visible(expected, before));
      expectInWorkers(outcome, program.odd ?? false);
    }
    return true;
  } finally {
    before.remove();
    after.remove();
  }
}

function widthsOf({ everyWidth }: Program): readonly string[] {
  const wanted = process.env['LOOPPOOL_WIDTHS']?.split(',');
  return wanted ?? (everyWidth ? WIDTHS : drawn(WIDTHS, 1, expect.getState().currentTestName));
}

/** What a user sees of a run. The stack of an uncaught error names other files and lines after a rewrite, so it is left out. */
function visible({ stdout, stderr, end, error }: Outcome, project: Project) {
  const local = (text: string): string => text.replaceAll(project.folder, '').replace(/\(node:\d+\)/g, '(node)');
  return { stdout: local(stdout), stderr: error ? '' : local(stderr), end, error };
}

function expectInWorkers({ stats }: Outcome, odd: boolean): void {
  const calls = stats?.calls.filter((call) => call.items > 0) ?? [];
  expect(calls, 'no pool call was counted').not.toEqual([]);
  // What awaits stays on the calling thread, and says so; what failed in a worker, or could not come back, is computed here again.
  const elsewhere = odd
    ? /concurrency|worker: run again|^(item|captures?|result): /
    : /concurrency|worker: run again|^result: /;
  const idle = calls.filter(
    (call) => call.itemsInWorkers === 0 && !call.reasonsInline.some((reason) => elsewhere.test(reason)),
  );
  expect(idle, 'calls that did not use a worker').toEqual([]);
}

function formatOf(project: Project): 'esm' | 'cjs' {
  const { type } = JSON.parse(readFileSync(project.at('package.json'), 'utf8')) as { type?: string };
  return type === 'module' ? 'esm' : 'cjs';
}
