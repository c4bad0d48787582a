/**
 * `npx tsx test/bench/analysis/bench.ts [ROW…]`: what the analysis costs, against TypeScript's own compiler and language server.
 *
 * Every figure is a ratio within one run, or has its reference beside it, so that what else the machine does hits both alike.
 * Rows: scan, keystroke, memory, growth. The scan of `rxjs` needs its package, from the npm registry, in the user's cache folder.
 */
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { root } from '../../support/project.js';
import { packageSources } from '../../support/packageSources.js';
import { longText, moduleText, nestedText, writeProject } from './generatedProject.js';
import { keystrokes } from './keystrokes.js';
import { memoryOfServers } from './memory.js';
import { cpuSeconds } from './processes.js';

const wanted = process.argv.slice(2);
const folder = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'looppool-bench-')));
const cli = path.join(root, 'dist/cli.js');
const tsc = path.join(root, 'node_modules/typescript/lib/tsc.js');
if (!existsSync(cli)) throw new Error('no dist/cli.js: run `npm run build` first');

const isWanted = (row: string): boolean => wanted.length === 0 || wanted.includes(row);
const print = (name: string, figures: string): void => console.log(`${name.padEnd(34)} ${figures}`);
const scan = (cwd: string): number => cpuSeconds([cli, 'scan', '--json', '.'], cwd);
const answers = (cwd: string): number => cpuSeconds([path.join(import.meta.dirname, 'answersAlone.mjs')], cwd);
const check = (cwd: string): number => cpuSeconds([tsc, '--noEmit', '-p', '.'], cwd);

function compareScan(name: string, cwd: string): void {
  const rounds = Array.from({ length: 3 }, () => ({
    check: check(cwd),
    scan: scan(cwd),
    answers: answers(cwd),
  }));
  const best = (of: 'check' | 'scan' | 'answers'): number => Math.min(...rounds.map((round) => round[of]));
  print(
    `scan, ${name}`,
    `${(best('scan') / best('check')).toFixed(2)} × tsc --noEmit (${best('scan').toFixed(2)} s / ${best('check').toFixed(2)} s of processor time; limit 0.6); TypeScript's answers alone: ${(best('answers') / best('check')).toFixed(2)} ×`,
  );
}

function project(name: string, count: number): string {
  const at = path.join(folder, name);
  mkdirSync(at);
  writeProject(at, count);
  return at;
}

console.log(`Node ${process.version}, ${os.availableParallelism()} processors`);
try {
  if (isWanted('scan')) {
    compareScan('500 files', project('500', 500));
    const rxjs = packageSources('rxjs', '7.8.2');
    if (rxjs === null) print('scan, rxjs', 'not here');
    else {
      writeFileSync(
        path.join(rxjs, 'tsconfig.json'),
        JSON.stringify({
          compilerOptions: {
            target: 'es2022',
            module: 'es2022',
            moduleResolution: 'bundler',
            strict: true,
            skipLibCheck: true,
            types: [],
            lib: ['es2022', 'dom'],
          },
          include: ['src/internal'],
        }),
      );
      compareScan('sources of rxjs', rxjs);
    }
  }
  if (isWanted('keystroke')) {
    const at = project('keystroke', 20);
    const rows = [
      ['3,000 lines in one file', longText(3000)],
      ['a module of 80 lines', moduleText(15)],
    ] as const;
    for (const [name, text] of rows) {
      const { median, p95, settled, reference } = await keystrokes(path.join(at, 'src/part0/typed.ts'), text);
      print(
        `keystroke, ${name}`,
        `lenses: median ${median.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms (limits 50, 150); all loops anew: median ${settled.toFixed(0)} ms; tsserver's errors of the file: median ${reference.toFixed(0)} ms`,
      );
    }
  }
  if (isWanted('memory')) {
    const { server, tsserver } = await memoryOfServers(project('memory', 500));
    print(
      'memory, 500 files',
      `${(server / tsserver).toFixed(2)} × tsserver (${server} MB / ${tsserver} MB; limit 1.3)`,
    );
  }
  if (isWanted('growth')) {
    const base = project('0', 1);
    const start = scan(base);
    const times = [100, 200, 400].map((count) => ({ count, s: scan(project(`files${count}`, count)) - start }));
    print(
      'growth, files',
      times.map(({ count, s }) => `${count}: ${((1000 * s) / count).toFixed(1)} ms a file`).join(', '),
    );
    const nests = [2, 4, 8, 16].map((depth) => {
      const at = project(`depth${depth}`, 1);
      for (let k = 0; k < 20; k++) writeFileSync(path.join(at, `src/nest${k}.ts`), nestedText(depth));
      return { depth, s: scan(at) - start };
    });
    print(
      'growth, nesting',
      nests.map(({ depth, s }) => `${depth} deep: ${((1000 * s) / 20 / depth).toFixed(1)} ms a loop`).join(', '),
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
