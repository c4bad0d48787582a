/** Runs generated programs before and after their loops are rewritten, many in one process. */
import path from 'node:path';
import { fixAll } from '../../server/cli/fix.js';
import type { JudgedLoop } from '../../server/model.js';
import { scanFile } from '../../server/pipeline.js';
import { createSourceReader } from '../../server/project.js';
import { makeProject, type Files } from '../support/project.js';
import { compile, run } from '../support/run.js';

/** What each program prints, before and after. */
export interface Comparison {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** A program and what is made of it: files by name, and the loops of its `main.ts`, before, as they are judged. */
export interface Rewritten {
  readonly before: Files;
  readonly after: Files;
  readonly judged: readonly JudgedLoop[];
  /** The loops that are there after. */
  readonly judgedAgain: readonly JudgedLoop[];
  /** The text of the worker module; null where nothing is offered without an assumption. */
  readonly tasks: string | null;
}

/** Printed between one program and the next. */
const MARK = '---- next program';

/** Judges and rewrites programs, one after another: the declarations of the language are read once. */
export interface Rewriter {
  /**
   * Rewrites every loop of a program that is offered without an assumption.
   *
   * @param files `main.ts` is rewritten
   */
  rewrite(files: Files): Rewritten;
  remove(): void;
}

const tasksOf = (files: Files): string | null => files['main.tasks.ts'] ?? null;

export function createRewriter(): Rewriter {
  const project = makeProject();
  const reader = createSourceReader();
  const main = project.at('main.ts');
  return {
    rewrite(files) {
      const written = new Set(Object.keys(files).map((name) => project.at(name)));
      for (const [name, text] of Object.entries(files)) reader.overlay(project.at(name), text, 0);
      try {
        const judged = scanFile(reader, main);
        const { texts } = fixAll(reader, main, { assume: false }, '.tasks');
        for (const file of texts.keys()) written.add(file);
        const after = Object.fromEntries([...texts].map(([file, text]) => [path.basename(file), text.after]));
        const judgedAgain = tasksOf(after) === null ? judged : scanFile(reader, main);
        return { before: files, after: { ...files, ...after }, judged, judgedAgain, tasks: tasksOf(after) };
      } finally {
        for (const file of written) reader.uncover(file);
      }
    },
    remove: () => project.remove(),
  };
}

/**
 * Runs rewritten programs, all of them in one process before, and in another one after.
 *
 * @param entry the file of each program that runs
 */
export async function compareRuns(programs: readonly Rewritten[], entry = 'main.js'): Promise<Comparison> {
  if (programs.length === 0) return { before: [], after: [] };
  const project = makeProject();
  try {
    const outputOf = async (version: 'before' | 'after', env: Record<string, string>): Promise<string[]> => {
      for (const [i, program] of programs.entries())
        for (const [name, text] of Object.entries(program[version])) project.write(`${version}/${i}/${name}`, text);
      compile(project.at(version), 'esm');
      project.write(`${version}/run.js`, runner(programs.length, entry));
      const { stdout, stderr, end } = await run(project.at(version), 'run.js', { env });
      return [...stdout.split(`${MARK}\n`), `end ${end} ${stderr}`];
    };
    const [before, after] = await Promise.all([
      outputOf('before', {}),
      outputOf('after', { LOOPPOOL_INLINE: 'never', LOOPPOOL_WORKERS: '2' }),
    ]);
    return { before, after };
  } finally {
    project.remove();
  }
}

/** An error that nobody catches ends its own program alone. */
const runner = (count: number, entry: string): string => `for (let i = 0; i < ${count}; i++) {
  try {
    await import(\`./\${i}/${entry}\`);
  } catch (error) {
    console.log('uncaught', String(error));
  }
  console.log('${MARK}');
}
`;
