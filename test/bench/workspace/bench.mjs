/**
 * `node test/bench/workspace/bench.mjs [PART-OF-A-NAME…]`: every loop of the example workspace that is offered, against its pool with
 * `auto`. The limit: after its first call, a pool is never more than max(3 %, 5 ms) slower than the loop it replaced.
 *
 * For each loop, `looppool time` runs both versions by turns on the program's own data. For each program, `looppool fix --all --write`
 * rewrites a copy, and both copies run by turns, start-up and first calls included: a fresh process has learnt nothing yet.
 * LOOPPOOL_RUNS (default 5) runs of each program. Ends with status 1 where a loop passes the limit.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const workspace = path.join(root, 'test/workspace');
const cli = path.join(root, 'dist/cli.js');
const tsx = path.join(root, 'node_modules/tsx/dist/cli.mjs');
const runs = Number(process.env.LOOPPOOL_RUNS ?? 5);
const wanted = process.argv.slice(2);
const programs = readdirSync(workspace)
  .filter((name) => /\.[cm]?[jt]s$/.test(name) && name !== 'makeImages.cjs')
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)));

const folder = mkdtempSync(path.join(os.tmpdir(), 'looppool-bench-'));
const [before, after] = ['before', 'after'].map((name) => path.join(folder, name));
for (const copy of [before, after]) {
  cpSync(workspace, copy, { recursive: true, filter: (file) => !file.includes('node_modules') });
  mkdirSync(path.join(copy, 'node_modules'));
  symlinkSync(path.join(root, 'dist/runtime'), path.join(copy, 'node_modules/looppool'), 'junction');
  for (const name of ['@types', 'tsx'])
    symlinkSync(path.join(root, 'node_modules', name), path.join(copy, 'node_modules', name), 'junction');
}

function looppool(...args) {
  const { stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { cwd: after, encoding: 'utf8' });
  return { stdout, stderr };
}

function json(...args) {
  const { stdout, stderr } = looppool(...args, '--json');
  try {
    return JSON.parse(stdout);
  } catch {
    return { failure: stderr.trim().split('\n')[0] };
  }
}

/** Milliseconds of one run of a program, or NaN where it fails. */
function runOnce(cwd, program) {
  const start = performance.now();
  const { status } = spawnSync(process.execPath, [...(program.endsWith('.ts') ? [tsx] : []), program], { cwd });
  return status === 0 ? performance.now() - start : Number.NaN;
}

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const ms = (value) => `${value.toFixed(value < 10 ? 2 : 0).padStart(7)} ms`;

let slower = 0;
console.log(
  `Node ${process.version}, ${os.availableParallelism()} processors. Limit for a loop: max(3 %, 5 ms) slower.`,
);
try {
  for (const program of programs) {
    console.log(`\n${program}`);
    const loops = (json('scan', program).loops ?? []).filter(({ verdict }) => verdict !== 'refused');
    for (const { line, column } of loops) {
      const report = json('time', `${program}:${line}:${column}`, '--yes');
      const title = `  ${`${line}:${column}`.padEnd(8)}`;
      if (report.serial === undefined) {
        console.log(`${title} not timed: ${report.failure ?? report.reasons?.[0]?.message}`);
        continue;
      }
      const [loop, pool] = [report.serial.meanMs, report.parallel.meanMs];
      const passes = pool - loop <= Math.max(0.03 * loop, 5) || report.speedup.high >= 1;
      if (!passes) slower += 1;
      console.log(
        `${title} loop ${ms(loop)}  pool ${ms(pool)}  ${report.speedup.median.toFixed(2)} × (${report.speedup.low.toFixed(2)}–${report.speedup.high.toFixed(2)})  first call ${ms(report.cold.serialMs)} → ${ms(report.cold.parallelMs)}${passes ? '' : '  SLOWER'}`,
      );
    }
    looppool('fix', program, '--all', '--write', '--assume');
    const times = { before: [], after: [] };
    for (let run = 0; run < runs; run += 1) {
      times.before.push(runOnce(before, program));
      times.after.push(runOnce(after, program));
    }
    console.log(`  program  ${ms(median(times.before))}  →  ${ms(median(times.after))}, start-up included`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`\n${slower === 0 ? 'No loop is' : `${slower} loops are`} slower than the limit.`);
process.exitCode = slower === 0 ? 0 : 1;
