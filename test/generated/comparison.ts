/** Runs generated functions before and after a rewrite, many in one process. */
import { makeProject } from '../support/project.js';
import { fixAll } from '../support/rewrite.js';
import { compile, run } from '../support/run.js';

/** What each function prints, before and after, and how many loops were offered. */
export interface Comparison {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly offered: number;
}

/** Printed between one function and the next. */
export const MARK = '---- next loop\n';

/**
 * @param files the program; `main.ts` is rewritten
 * @param entry the file that runs
 * @param isTask finds the tasks that count as offers, in the worker module
 */
export async function compareRuns(
  files: Record<string, string>,
  entry: string,
  isTask = /= task\(/g,
): Promise<Comparison> {
  const [before, after] = [makeProject(files), makeProject(files)];
  try {
    fixAll(after, 'main.ts', undefined, false);
    const offered = after.read('main.tasks.ts')?.match(isTask)?.length ?? 0;
    if (offered === 0) return { before: [], after: [], offered };
    const outputOf = async (folder: string, env: Record<string, string>): Promise<string[]> => {
      compile(folder, 'esm');
      const { stdout, stderr, end } = await run(folder, entry, { env });
      return [...stdout.split(MARK), `end ${end} ${end === 0 ? '' : stderr}`];
    };
    return {
      before: await outputOf(before.folder, {}),
      after: await outputOf(after.folder, { LOOPPOOL_INLINE: 'never', LOOPPOOL_WORKERS: '2' }),
      offered,
    };
  } finally {
    before.remove();
    after.remove();
  }
}
