/** Runs programs to their end, each in a process group of its own, and leaves nothing of them behind. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformSync } from 'esbuild';
import { root } from './project.js';

/** What `LOOPPOOL_STATS` writes. */
export interface Stats {
  readonly calls: readonly {
    readonly task: string;
    readonly items: number;
    readonly itemsInWorkers: number;
    readonly itemsInline: number;
    readonly reasonsInline: readonly string[];
  }[];
}

export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  /** Exit status, or the signal that ended the program; `too late` where the test had to end it. */
  readonly end: number | string;
  /** Class, message and own properties of the error that ended the program. */
  readonly error: { readonly class: string; readonly message: string; readonly properties: string } | null;
  readonly stats: Stats | null;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Runs TypeScript as it is, with tsx. */
  readonly tsx?: boolean;
  /** Milliseconds until the program is killed. */
  readonly limit?: number;
}

const tsxFlags = [
  '--require',
  path.join(root, 'node_modules/tsx/dist/preflight.cjs'),
  '--import',
  pathToFileURL(path.join(root, 'node_modules/tsx/dist/loader.mjs')).href,
];
const errorMonitor = pathToFileURL(path.join(root, 'test/support/errorMonitor.mjs')).href;

/** Runs `node entry` in a folder, with its file `stdin.txt`, if there is one, as the input, and with the Node that `LOOPPOOL_TEST_NODE` names or else this one. */
export async function run(folder: string, entry: string, options: RunOptions = {}): Promise<Outcome> {
  const [stats, error] = ['stats.json', 'error.json'].map((name) => path.join(folder, name)) as [string, string];
  for (const file of [stats, error]) rmSync(file, { force: true });
  const given = path.join(folder, 'stdin.txt');
  const child = spawn(
    process.env['LOOPPOOL_TEST_NODE'] ?? process.execPath,
    [...(options.tsx ? tsxFlags : []), '--import', errorMonitor, entry],
    {
      cwd: folder,
      detached: true,
      stdio: 'pipe',
      env: { ...outerEnvironment(), LOOPPOOL_STATS: stats, LOOPPOOL_TEST_ERROR: error, ...options.env },
    },
  );
  let [stdout, stderr, late] = ['', '', false];
  // A program that ends without reading its input is none of our business.
  child.stdin.on('error', () => undefined).end(existsSync(given) ? readFileSync(given) : '');
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const timer = setTimeout(() => {
    late = true;
    killGroup(child.pid);
  }, options.limit ?? 90_000);
  const end = await new Promise<number | string>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'unknown'));
  });
  clearTimeout(timer);
  killGroup(child.pid);
  return {
    stdout,
    stderr,
    end: late ? 'too late' : end,
    error: readJson(error) as Outcome['error'],
    stats: readJson(stats) as Stats | null,
  };
}

/** The environment without what the test runner and the caller have put into it. */
function outerEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(LOOPPOOL|VITEST|NODE_|FORCE_COLOR|TEST$|MODE$|DEV$|PROD$)/.test(name),
    ),
  );
}

function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Everything has ended by itself.
  }
}

const readJson = (file: string): unknown => (existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null);

/** Compiles every TypeScript file of a folder to JavaScript in place, so that plain Node can run it: `main.ts` → `main.js`. */
export function compile(folder: string, format: 'esm' | 'cjs'): void {
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (!entry.isFile() || !/(?<!\.d)\.[cm]?ts$/.test(entry.name) || file.includes('node_modules')) continue;
    const { code } = transformSync(readFileSync(file, 'utf8'), {
      loader: 'ts',
      target: 'node20',
      sourcefile: entry.name,
      ...(/\.mts$/.test(file) ? { format: 'esm' } : /\.cts$/.test(file) ? { format: 'cjs' } : { format }),
    });
    writeFileSync(file.replace(/ts$/, 'js'), code);
    rmSync(file);
  }
}
