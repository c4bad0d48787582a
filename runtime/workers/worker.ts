/** What a worker thread does for every job; piscina loads this file and calls `runStint`. */
import { createRequire } from 'node:module';
import { isAbsolute } from 'node:path';
import { classesOf } from '../wire/classes.js';
import { applyEnvironment, type Environment } from '../wire/environment.js';
import { describeError } from '../errors.js';
import { isThenable } from '../inline/inline.js';
import { prepareLoaders, requireWithTsx } from './loaders.js';
import { takeMail } from './mailbox.js';
import {
  cancelCell,
  HANDING_OUT,
  IN_WORKER,
  LOADING,
  OVER,
  READY,
  startedCell,
  workerCell,
  type CallRecord,
  type Job,
  type JobAnswer,
  type Stint,
  type StintAnswer,
} from '../wire/protocol.js';
import { Run } from './run.js';
import type { TaskFunction } from '../task.js';
import { mailbox, number, script, tell } from './thisWorker.js';

Object.defineProperty(globalThis, IN_WORKER, { value: true });
// Modules that ask which program runs get the program's answer.
if (script !== null) process.argv[1] = script;

/** No longer are others waited for. */
const HANDING_OUT_MS = 2;

const functions = new Map<string, TaskFunction>();
let loaders: Promise<void> | null = null;
let initialized: Promise<unknown> | null = null;
let itemsRun = 0;
/** Tasks may put a clock of their own in the place of Node's. */
const nextTurn = setImmediate;
const startEnvironment: Environment = { ...(process.env as Record<string, string>) };

/** Runs a job, and then those that it finds in its mailbox. */
export async function runStint({ job: first, control }: Stint): Promise<StintAnswer> {
  const stint = first.seq;
  tell({ type: 'begun', stint, worker: number });
  Atomics.wait(control, HANDING_OUT, 1, HANDING_OUT_MS);
  let answer = await runJob(first, control);
  let passed = 0;
  for (let job = takeMail(mailbox); job !== null; job = takeMail(mailbox)) {
    tell({ type: 'passed', stint, answer });
    passed += 1;
    // What tasks have left to the event loop gets its turn.
    await new Promise(nextTurn);
    answer = await runJob(job, control);
  }
  return { answer, passed };
}

/** Runs the items of a job in order; results leave early when they have been waiting for a tick. */
async function runJob(job: Job, control: Int32Array): Promise<JobAnswer> {
  const { call, slot } = job;
  const started = startedCell(slot);
  if (!moveOn(control, started, 0, LOADING)) return { part: null };
  control[workerCell(slot)] = number;
  if (call.initializer !== null) {
    try {
      await (initialized ??= initialize(call));
    } catch (error) {
      return { uninitialized: describeError(error) };
    }
  }
  let fn = functions.get(`${call.url} ${call.name}`);
  if (fn === undefined) {
    try {
      fn = await load(call, call.env);
    } catch (error) {
      return { unloadable: describeError(error).message };
    }
  }
  // While a module loads, the calling thread may have run the items.
  if (!moveOn(control, started, LOADING, READY)) return { part: null };
  const run = new Run(job, control, classesOf(fn));
  const captures = run.captures();
  const items = run.items();
  const { indices } = job;
  const cancelled = cancelCell(slot);
  for (let i = 0; i < items.length; i += 1) {
    if (call.timeout === null) i = run.numbers(fn, items, captures, i);
    if (i === items.length) break;
    if (Atomics.load(control, cancelled) === 1) return leave(control, started) ? { part: null } : never();
    // Who took too long for the item before is not let go on.
    if (call.timeout === null) control[started] = i + 1;
    else if (!moveOn(control, started, i === 0 ? READY : i, i + 1)) return never();
    const index = typeof indices === 'number' ? indices + i : (indices[i] ?? 0);
    try {
      let result = run.takeUnsettled() ?? fn(items[i], captures, run.begin(index));
      if (isThenable(result)) {
        if (call.sync)
          throw new TypeError(
            `task "${call.name}" returned a promise: expected a plain result in a blocking call; use pool.map or pool.zip`,
          );
        result = await result;
      }
      run.value(result);
    } catch (error) {
      run.failure(error);
    }
    const last = i + 1 === items.length;
    // The last results leave with the answer, but for those that nobody may compute again: the thread could end before it has left.
    if (last && !call.pure) await outputLeft();
    if (run.isDue() && (!last || !call.pure)) run.flush();
  }
  if (!moveOn(control, started, items.length === 0 ? READY : items.length, OVER)) return never();
  await outputLeft();
  itemsRun += items.length;
  const part = run.finish();
  return call.maxItems !== null && itemsRun >= call.maxItems ? { part, retire: number } : { part };
}

/** False where the thread is about to end, and shall begin with nothing else. */
function leave(control: Int32Array, started: number): boolean {
  const at = Atomics.load(control, started);
  return at < OVER && moveOn(control, started, at, OVER);
}

/** The thread is about to end. */
const never = (): Promise<never> => new Promise(() => undefined);

function moveOn(control: Int32Array, started: number, from: number, to: number): boolean {
  return Atomics.compareExchange(control, started, from, to) === from;
}

/** What the task printed leaves before its results, so that none is lost when the program ends with them. */
async function outputLeft(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    if (stream.writableLength > 0) await new Promise((resolve) => stream.write('', resolve));
  }
}

async function load(
  call: { readonly url: string; readonly name: string },
  env: Environment | null,
): Promise<TaskFunction> {
  applyEnvironment(env ?? startEnvironment);
  let module = await requireWithTsx(call.url);
  if (module === null) {
    await (loaders ??= prepareLoaders());
    module = await loadModule(call.url);
  }
  const fn = exportOf(module, call.name);
  if (typeof fn !== 'function') throw new Error(`${call.url} has no exported function "${call.name}"`);
  functions.set(`${call.url} ${call.name}`, fn as TaskFunction);
  return fn as TaskFunction;
}

async function initialize({ initializer, env }: CallRecord): Promise<void> {
  if (initializer === null) return;
  const fn = await load(initializer, env);
  await fn(undefined, undefined, { index: 0, signal: new AbortController().signal, isWorker: true });
}

async function loadModule(url: string): Promise<unknown> {
  if (!isAbsolute(url)) return import(url);
  // CommonJS passes __filename. `require` sees exports that `import` would have to guess.
  try {
    return createRequire(url)(url) as unknown;
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_REQUIRE_ESM') throw error;
    return import(url);
  }
}

function exportOf(module: unknown, name: string): unknown {
  const exports = module as Record<string, unknown>;
  const fallback = exports['default'] as Record<string, unknown> | null | undefined;
  return exports[name] ?? fallback?.[name];
}
