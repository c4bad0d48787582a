/** What a worker thread does for every job; piscina loads this file and calls `runJob`. */
import { createRequire } from 'node:module';
import { isAbsolute } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { decode, decodeCaptures, encode, sizeOf } from './codec.js';
import { applyEnvironment, type Environment } from './environment.js';
import { describeError, type ErrorRecord } from './errors.js';
import { isThenable, notDeclared } from './inline.js';
import { prepareLoaders } from './loaders.js';
import {
  IN_WORKER,
  startedCell,
  cancelCell,
  THREW,
  TICK,
  UNSENDABLE,
  VALUE,
  workerCell,
  type CallRecord,
  type Job,
  type JobAnswer,
  type Part,
} from './protocol.js';
import type { TaskContext, TaskFunction } from './task.js';
import { Guard } from './transfer.js';

Object.defineProperty(globalThis, IN_WORKER, { value: true });
// Modules that ask which program runs get the program's answer.
const { script, number } = workerData as { readonly script: string | null; readonly number: number };
if (script !== null) process.argv[1] = script;

const functions = new Map<string, TaskFunction>();
/** Decoded captures by call, oldest first. A few calls may take turns; more would only hold memory. */
const captured = new Map<number, { readonly value: unknown; readonly bytes: number }>();
const CAPTURED_CALLS = 4;
const CAPTURED_BYTES = 64 << 20;
let loaders: Promise<void> | null = null;
let initialized: Promise<unknown> | null = null;
let itemsRun = 0;
const startEnvironment: Environment = { ...(process.env as Record<string, string>) };

/** Runs the items of a job in order; results leave early when they have been waiting for about 10 ms. */
export async function runJob({
  job,
  control,
}: {
  readonly job: Job;
  readonly control: Int32Array;
}): Promise<JobAnswer> {
  const { call, slot } = job;
  const started = startedCell(slot);
  control[workerCell(slot)] = number;
  control[started] = -1;
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
  const run = new Run(job, control);
  const captures = run.captures();
  const items = decode(job.items);
  const { indices } = job;
  for (let i = 0; i < items.length; i += 1) {
    if (Atomics.load(control, cancelCell(slot)) === 1) return { part: null };
    // Who took too long for the item before is not let go on.
    if (!moveOn(control, started, i === 0 ? -1 : i, i + 1)) return new Promise(() => undefined);
    const index = typeof indices === 'number' ? indices + i : (indices[i] ?? 0);
    const context = run.begin(index);
    try {
      let result = fn(items[i], captures, context);
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
    run.flushIfDue(i + 1 === items.length);
  }
  if (!moveOn(control, started, items.length === 0 ? -1 : items.length, items.length + 1))
    return new Promise(() => undefined);
  await outputLeft();
  itemsRun += items.length;
  const part = run.finish();
  return call.maxItems !== null && itemsRun >= call.maxItems ? { part, retire: number } : { part };
}

function moveOn(control: Int32Array, started: number, from: number, to: number): boolean {
  return Atomics.compareExchange(control, started, from, to) === from;
}

/** What the task printed leaves before its results, so that none is lost when the program ends with them. */
async function outputLeft(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    if (stream.writableLength > 0) await new Promise((resolve) => stream.write('', resolve));
  }
}

/** The results of one job that have not left yet. */
class Run {
  readonly #job: Job;
  readonly #control: Int32Array;
  #values: unknown[] = [];
  #states: number[] = [];
  #errors: [number, ErrorRecord][] = [];
  #from = 0;
  #since = performance.now();
  #tick: number;
  #capturedBytes = 0;
  #emitted: unknown[] | null = null;
  #context: WorkerContext | null = null;
  readonly #emit: <T>(value: T) => T;

  constructor(job: Job, control: Int32Array) {
    this.#job = job;
    this.#control = control;
    this.#tick = Atomics.load(control, TICK);
    this.#emit = job.call.emits
      ? (value) => {
          this.#emitted?.push(value);
          return value;
        }
      : notDeclared;
  }

  captures(): unknown {
    const { id, captures } = this.#job.call;
    let entry = captured.get(id);
    if (entry === undefined) {
      entry = { value: decodeCaptures(captures), bytes: sizeOf(captures) };
      captured.set(id, entry);
      this.#capturedBytes = sizeOf(captures);
      forgetCaptures();
      this.#since = performance.now();
    }
    return entry.value;
  }

  begin(index: number): TaskContext {
    if (this.#job.call.emits) this.#emitted = [];
    return (this.#context = new WorkerContext(index, this.#control, cancelCell(this.#job.slot), this.#emit));
  }

  value(result: unknown): void {
    this.#values.push(this.#job.call.emits ? this.#emitted : result);
    this.#states.push(VALUE);
    this.#context?.end();
  }

  failure(error: unknown): void {
    this.#errors.push([this.#from + this.#values.length, describeError(error)]);
    this.#values.push(this.#job.call.emits ? this.#emitted : undefined);
    this.#states.push(THREW);
    this.#context?.end();
  }

  /** An impure item cannot be run again, so its result leaves at once; others wait for company. */
  flushIfDue(last: boolean): void {
    if (last) return;
    const tick = Atomics.load(this.#control, TICK);
    if (tick === this.#tick && this.#job.call.pure && this.#errors.length === 0) return;
    this.#tick = tick;
    parentPort?.postMessage(this.finish());
  }

  finish(): Part {
    const ms = performance.now() - this.#since;
    const reasons: [number, string][] = [];
    const part: Part = {
      seq: this.#job.seq,
      worker: number,
      from: this.#from,
      values: this.#encode(reasons),
      states: Uint8Array.from(this.#states),
      errors: this.#errors,
      reasons,
      ms,
      capturedBytes: this.#capturedBytes,
    };
    this.#from += this.#states.length;
    this.#values = [];
    this.#states = [];
    this.#errors = [];
    this.#capturedBytes = 0;
    this.#since = performance.now();
    return part;
  }

  #encode(reasons: [number, string][]): Part['values'] {
    const guard = new Guard();
    this.#values.forEach((value, i) => {
      const reason = typeof value === 'number' ? null : guard.obstacle(value);
      if (reason !== null) this.#unsendable(i, reason, reasons);
    });
    try {
      return encode(this.#values, guard);
    } catch {
      // Too deep for the serializer: find out which.
      this.#values.forEach((value, i) => {
        try {
          encode([value], new Guard());
        } catch (error) {
          this.#unsendable(i, `a value that cannot be cloned (${describeError(error).message})`, reasons);
        }
      });
      return encode(this.#values, guard);
    }
  }

  #unsendable(i: number, reason: string, reasons: [number, string][]): void {
    reasons.push([this.#from + i, reason]);
    this.#values[i] = undefined;
    // An error keeps its place even when the values before it cannot be shown.
    if (this.#states[i] === VALUE) this.#states[i] = UNSENDABLE;
  }
}

/** Drops the oldest captures while there are too many, but never the newest. */
function forgetCaptures(): void {
  let bytes = 0;
  for (const entry of captured.values()) bytes += entry.bytes;
  for (const [id, entry] of captured) {
    if (captured.size <= 1 || (captured.size <= CAPTURED_CALLS && bytes <= CAPTURED_BYTES)) return;
    captured.delete(id);
    bytes -= entry.bytes;
  }
}

class WorkerContext implements TaskContext {
  readonly isWorker = true;
  readonly index: number;
  readonly emit: <T>(value: T) => T;
  readonly #control: Int32Array;
  readonly #cell: number;
  #controller: AbortController | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor(index: number, control: Int32Array, cell: number, emit: <T>(value: T) => T) {
    this.index = index;
    this.emit = emit;
    this.#control = control;
    this.#cell = cell;
  }

  /** Asked for rarely; a task that blocks sees it change whenever it asks again, one that awaits is told. */
  get signal(): AbortSignal {
    if (this.#controller === null) {
      this.#controller = new AbortController();
      // A task that computes never lets the timer run: it is told when it asks.
      const aborted = (): boolean => (this.#look(), Atomics.load(this.#control, this.#cell) === 1);
      Object.defineProperty(this.#controller.signal, 'aborted', { get: aborted, configurable: true });
      this.#timer = setInterval(() => this.#look(), 20);
      this.#timer.unref();
    }
    this.#look();
    return this.#controller.signal;
  }

  #look(): void {
    if (Atomics.load(this.#control, this.#cell) === 1) this.#controller?.abort();
  }

  end(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
  }
}

async function load(
  call: { readonly url: string; readonly name: string },
  env: Environment | null,
): Promise<TaskFunction> {
  applyEnvironment(env ?? startEnvironment);
  await (loaders ??= prepareLoaders());
  const fn = exportOf(await loadModule(call.url), call.name);
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
