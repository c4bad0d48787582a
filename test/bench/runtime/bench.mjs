/**
 * `node test/bench/runtime/bench.mjs [ROW…]`: the table of the runtime against a plain loop, bare threads, other pools and CPython.
 *
 * All contestants of a row take turns in one process, so that what else the machine does hits all alike; medians of
 * LOOPPOOL_RUNS (default 15) runs after one to warm up, and the median of the ratio to the reference within a turn.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const built = path.join(here, '../../../dist/runtime');
if (!existsSync(built)) throw new Error('no dist/runtime: run `npm run build` first');
rmSync(path.join(here, 'node_modules'), { recursive: true, force: true });
mkdirSync(path.join(here, 'node_modules'));
symlinkSync(built, path.join(here, 'node_modules', 'looppool'), 'junction');

const runs = Number(process.env.LOOPPOOL_RUNS ?? 15);
const wanted = process.argv.slice(2);
const { rowsOf } = await import('./rows.js');
const { startPeers, pythonTimes, cores } = await import('./peers.js');
const width = Number(process.env.LOOPPOOL_WORKERS ?? cores);

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

/** Milliseconds of every contestant, turn by turn. */
async function timesOf({ contestants }) {
  const times = Object.fromEntries(Object.keys(contestants).map((name) => [name, []]));
  for (const run of Object.values(contestants)) await run();
  for (let turn = 0; turn < runs; turn += 1) {
    for (const [name, run] of Object.entries(contestants)) {
      const start = performance.now();
      await run();
      times[name].push(performance.now() - start);
    }
  }
  return times;
}

function print({ name, reference, limit }, times) {
  console.log(`\n${name} — looppool against ${reference}: ${limit}`);
  for (const [contestant, all] of Object.entries(times)) {
    const ratio = median(all.map((ms, turn) => ms / (times[reference][turn] ?? median(times[reference]))));
    console.log(
      `  ${contestant.padEnd(24)} ${median(all).toFixed(2).padStart(10)} ms  ${ratio.toFixed(2).padStart(8)} ×`,
    );
  }
}

const isWanted = (name) => wanted.length === 0 || wanted.some((part) => name.includes(part));

console.log(`Node ${process.version}, ${width} workers, ${cores} processors, median of ${runs} runs`);
const python = wanted.length === 0 ? await pythonTimes(width, Math.min(runs, 7)) : null;
for await (const row of rowsOf(width, startPeers)) {
  if (!isWanted(row.name)) continue;
  const times = await timesOf(row);
  if (python?.[row.name] !== undefined) times['multiprocessing (Python)'] = python[row.name];
  print(row, times);
}

const measured = (row) =>
  Number(execFileSync(process.execPath, [path.join(here, 'processes.js'), row], { encoding: 'utf8' }));
for (const [name, row] of [
  ["first call in a fresh process, 4 light items, 'never'", 'firstCall'],
  ['first call in a fresh process, 200 items of 1 ms, auto', 'firstWork'],
]) {
  if (!isWanted(name)) continue;
  const times = { 'bare threads': [], looppool: [] };
  for (let turn = 0; turn < runs; turn += 1) {
    times['bare threads'].push(measured(`${row}Bare`));
    times.looppool.push(measured(row));
  }
  print({ name, reference: 'bare threads', limit: '≤ 1.30 ×' }, times);
}
if (isWanted('256 MB')) {
  const [shared, unshared] = [measured('shared'), measured('unshared')];
  console.log(
    `\n256 MB of shared memory captured: ${shared.toFixed(0)} MB resident, ${unshared.toFixed(0)} MB without: ${(shared / unshared).toFixed(3)} × (≤ 1.05)`,
  );
}
if (isWanted('endless'))
  console.log(
    `\nan endless async source, 10 million items: ${measured('endless').toFixed(0)} MB gained after the first million`,
  );
rmSync(path.join(here, 'node_modules'), { recursive: true, force: true });
process.exit();
