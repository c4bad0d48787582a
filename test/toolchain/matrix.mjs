/**
 * `node test/toolchain/matrix.mjs [PART-OF-A-ROW…] [--write]`: runs one small program in every way of `rows.mjs`, and says where its
 * items ran. `--write` keeps that in `runtime/whereItRuns.json`, of which `npm run docs` makes the table of the README.
 *
 * A row fails where a result is wrong, where the program fails, or where what the table says no longer holds. What cannot be
 * fetched is a counted skip, and a failure with `CI=true`.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { fetchPackages, findNode } from '../support/engines.mjs';
import { rows } from './rows.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const table = path.join(root, 'runtime/whereItRuns.json');
const runtime = path.join(root, 'dist/runtime');
const LIMIT_MS = 120_000;

/** Outcome of a row: `workers`, `inline` (right, with one warning), or what went wrong. */
function outcomeOf(row) {
  const node = findNode(row.node ?? Number(process.versions.node.split('.')[0]));
  const name = `tools-${Object.keys(row.packages ?? {})
    .join('-')
    .replaceAll(/[^\w-]/g, '')}`;
  const modules = row.packages === undefined ? null : fetchPackages(name, row.packages);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'looppool-matrix-'));
  try {
    for (const [file, text] of Object.entries(row.files)) writeFileSync(path.join(folder, file), text);
    mkdirSync(path.join(folder, 'node_modules'));
    cpSync(runtime, path.join(folder, 'node_modules/looppool'), { recursive: true });
    for (const wanted of Object.keys(row.packages ?? {})) {
      mkdirSync(path.dirname(path.join(folder, 'node_modules', wanted)), { recursive: true });
      symlinkSync(path.join(modules, wanted), path.join(folder, 'node_modules', wanted), 'junction');
    }
    let output = '';
    for (const step of row.steps) {
      const [command, ...args] = step.map((word) =>
        word
          .replace('$node', node)
          .replace('$modules', modules)
          .replace('$bin', path.join(modules ?? '', '.bin')),
      );
      const { stdout, stderr, status, signal } = spawnSync(command, args, {
        cwd: folder,
        encoding: 'utf8',
        timeout: LIMIT_MS,
        killSignal: 'SIGKILL',
        env: { ...outerEnvironment(), LOOPPOOL_WORKERS: '2' },
      });
      output = `${stdout}${stderr}`;
      if (status !== 0) return `fails: ${command} ${args.join(' ')} ends with ${status ?? signal}\n${output}`;
    }
    return judge(output);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

function judge(output) {
  const line = /LOOPPOOL (\{.*\})/.exec(output);
  if (line === null) return `fails: it printed no results\n${output}`;
  const { right, workers } = JSON.parse(line[1]);
  if (!right) return `fails: wrong results\n${output}`;
  const warnings = output.match(/LooppoolWarning/g)?.length ?? 0;
  if (workers === 40) return warnings === 0 ? 'workers' : `fails: it warned in vain\n${output}`;
  return workers === 0 && warnings === 1
    ? 'inline'
    : `fails: ${workers} items in workers, ${warnings} warnings\n${output}`;
}

function outerEnvironment() {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(LOOPPOOL|VITEST|NODE_|FORCE_COLOR|TEST$|MODE$|DEV$|PROD$|CI$)/.test(name),
    ),
  );
}

const writing = process.argv.includes('--write');
const words = process.argv.slice(2).filter((word) => word !== '--write');
const known = existsSync(table) ? JSON.parse(readFileSync(table, 'utf8')) : [];
const results = [];
const counts = { passed: 0, failed: 0, skipped: 0 };
for (const row of rows) {
  const title = `${row.where}, ${row.how}`;
  const before = known.find(({ where, how }) => where === row.where && how === row.how);
  let outcome = before?.outcome;
  if (words.every((word) => title.includes(word))) {
    let kind;
    try {
      let found = outcomeOf(row);
      // A machine that does other work may starve a thread; a second failure counts.
      if (found !== before?.outcome) found = outcomeOf(row);
      // The first line; what it printed is for whoever looks into it.
      outcome = found.split('\n', 1)[0].startsWith('fails') ? 'fails' : found;
      kind = outcome === (writing ? outcome : before?.outcome) ? 'passed' : 'failed';
      console.log(`${kind.padEnd(8)} ${title}: ${kind === 'failed' || words.length > 0 ? found : outcome}`);
    } catch (error) {
      kind = process.env.CI === 'true' ? 'failed' : 'skipped';
      console.log(`${kind.padEnd(8)} ${title}: ${error.message}`);
    }
    counts[kind] += 1;
  }
  if (outcome !== undefined) results.push({ where: row.where, how: row.how, outcome });
}
if (writing) writeFileSync(table, `${JSON.stringify(results, null, 2)}\n`);
if (process.env.LOOPPOOL_REPORTS) {
  const report = {
    numPassedTests: counts.passed,
    numFailedTests: counts.failed,
    numPendingTests: counts.skipped,
    numTodoTests: 0,
    testResults: [],
  };
  writeFileSync(path.join(process.env.LOOPPOOL_REPORTS, 'toolchains.json'), JSON.stringify(report));
}
console.log(`Toolchains: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed > 0 ? 1 : 0;
