/** Runs small programs that use the built package, each in a folder and a process of its own. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

/** The package built from the sources as they are now; built once for all test files. */
export async function builtRuntime(): Promise<string> {
  const sources = join(root, 'runtime');
  const hash = createHash('sha256');
  for (const name of readdirSync(sources, { recursive: true, encoding: 'utf8' }).sort())
    if (statSync(join(sources, name)).isFile()) hash.update(name).update(readFileSync(join(sources, name)));
  const folder = join(root, 'tmp', `runtime-${hash.digest('hex').slice(0, 12)}`);
  if (existsSync(folder)) return join(folder, 'runtime');
  mkdirSync(join(root, 'tmp'), { recursive: true });
  for (const name of readdirSync(join(root, 'tmp'))) {
    if (/^runtime-[0-9a-f]{12}$/.test(name)) rmSync(join(root, 'tmp', name), { recursive: true, force: true });
  }
  const fresh = mkdtempSync(join(root, 'tmp', 'building-'));
  const builder = (await import(join(sources, 'build.mjs'))) as {
    buildRuntime(out: string): Promise<unknown>;
  };
  await builder.buildRuntime(join(fresh, 'runtime'));
  try {
    renameSync(fresh, folder);
  } catch {
    // Another test file was quicker.
    rmSync(fresh, { recursive: true, force: true });
  }
  return join(folder, 'runtime');
}

export interface Finished {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
  readonly ms: number;
  /** What the program wrote to the file of `LOOPPOOL_STATS`. */
  readonly stats: { readonly calls: readonly Record<string, unknown>[] } | null;
}

export interface Run {
  /** Text by file name; a `package.json` with `type: module` is there unless given. */
  readonly files: Record<string, string>;
  readonly entry: string;
  readonly args?: readonly string[];
  readonly flags?: readonly string[];
  readonly env?: Record<string, string>;
  readonly timeout?: number;
  /** Another package than the built one. */
  readonly runtime?: string;
}

/** Runs a program to its end, or kills it after `timeout` milliseconds (default 50,000); removes its folder. */
export async function runProgram(run: Run): Promise<Finished> {
  const folder = mkdtempSync(join(tmpdir(), 'looppool-test-'));
  try {
    const files = { 'package.json': '{ "type": "module" }', ...run.files };
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    mkdirSync(join(folder, 'node_modules'), { recursive: true });
    symlinkSync(run.runtime ?? (await builtRuntime()), join(folder, 'node_modules', 'looppool'), 'junction');
    const { LOOPPOOL_WORKERS: _w, LOOPPOOL_INLINE: _i, NODE_OPTIONS: _o, ...env } = process.env;
    const start = performance.now();
    return await new Promise((resolve) => {
      execFile(
        process.execPath,
        [...(run.flags ?? []), ...(run.entry === '' ? [] : [join(folder, run.entry)]), ...(run.args ?? [])],
        {
          cwd: folder,
          timeout: run.timeout ?? 50_000,
          killSignal: 'SIGKILL',
          maxBuffer: 64 << 20,
          env: { ...env, LOOPPOOL_WORKERS: '2', LOOPPOOL_STATS: join(folder, 'stats.json'), ...run.env },
        },
        (error, stdout, stderr) => {
          const path = join(folder, 'stats.json');
          const stats = existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Finished['stats']) : null;
          const code = error === null ? 0 : typeof error.code === 'number' ? error.code : null;
          resolve({ stdout, stderr, code, ms: performance.now() - start, stats });
        },
      );
    });
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A program of two modules: tasks, and a main part that has `pool`, `range`, `t` and `never` in scope. */
export function program(tasks: string, main: string): Run {
  return {
    files: {
      'loops.tasks.js': `import { task } from 'looppool';\nconst pure = { pure: true };\n${tasks}`,
      'main.js': [
        "import { pool, range, inTurn, task, Pool, cpuCount, TaskError } from 'looppool';",
        "import * as t from './loops.tasks.js';",
        "const never = { inline: 'never' };",
        'const show = (...values) => console.log(...values.map((v) => typeof v === "string" ? v : JSON.stringify(v)));',
        main,
      ].join('\n'),
    },
    entry: 'main.js',
  };
}

/** Runs such a program and returns the lines it printed; fails the test when it fails. */
export async function linesOf(tasks: string, main: string, more: Partial<Run> = {}): Promise<string[]> {
  const finished = await runProgram({ ...program(tasks, main), ...more });
  if (finished.code !== 0) throw new Error(`exit ${String(finished.code)}\n${finished.stdout}\n${finished.stderr}`);
  return finished.stdout.split('\n').slice(0, -1);
}
