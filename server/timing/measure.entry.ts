/**
 * The measuring process: loads the bench modules of both versions, runs them on fresh copies of the recorded inputs,
 * compares what they did, and writes the times down.
 */
import { readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { unpackValues } from './values/copying.js';
import { IterationOrder } from './values/iterationOrder.js';
import { measure } from './measure/measure.js';
import { watchWrites } from './values/notedWrites.js';
import type { Subject } from './measure/runOnce.js';
import { ModuleBindings } from './values/moduleBindings.js';
import {
  BENCH_GLOBAL,
  ORDER_GLOBAL,
  STATE_GLOBAL,
  type Bench,
  type MeasureJob,
  type Measurement,
  type Version,
} from './protocol.js';

const started = performance.now();
// Some seconds after a thread has become idle, V8 collects what its start has left: in all workers at once, and amid the runs.
setFlagsFromString('--no-memory-reducer');
const job = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as MeasureJob;
const packed = readFileSync(job.values);

process.argv.splice(1, process.argv.length, ...job.record.argv);
Object.assign(process.env, job.record.env);
if (process.cwd() !== job.record.cwd) process.chdir(job.record.cwd);

// Before the program imports it: what it takes from `fs` with `require` stays what it was.
if (job.oneLoop) watchWrites();
const order = new IterationOrder();
Object.defineProperty(process, ORDER_GLOBAL, { value: order });
const subjects = new Map<Version, Subject>();
for (const { version, file } of job.benches) {
  const modules = new ModuleBindings();
  Object.defineProperty(process, STATE_GLOBAL, { value: modules.take, configurable: true });
  const host = {
    constants: unpackValues(packed),
    register: (name: Version, bench: Bench) =>
      subjects.set(name, { bench, packed, results: job.results, modules, reused: null, short: false }),
  };
  Object.defineProperty(globalThis, BENCH_GLOBAL, { value: host, configurable: true });
  await import(pathToFileURL(file).href);
  if (!subjects.has(version)) throw new Error(`${file} did not register its loop`);
}

const measured = await measure(subjects, {
  runs: job.runs,
  oneLoop: job.oneLoop,
  budgetMs: job.budgetMs - (performance.now() - started),
  sides: job.sides,
  tell: (message) => {
    try {
      writeSync(3, `${JSON.stringify({ message })}\n`);
    } catch {
      // Nobody listens: the measuring goes on.
    }
  },
});

finish({ ...measured, whyInOrder: order.why });

function finish(result: Measurement): never {
  writeFileSync(`${job.output}.tmp`, JSON.stringify(result));
  renameSync(`${job.output}.tmp`, job.output);
  process.exit(0);
}
