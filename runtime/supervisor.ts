/**
 * The supervising thread: it owns the workers, so that a dead, full or hung one is noticed while the caller blocks.
 * It runs no code of the user's, and so is always there to answer.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { workerData, type Worker, type WorkerOptions } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { movedIn } from './codec.js';
import { describeError } from './errors.js';
import {
  CONDEMNED,
  DEAD,
  LOADING,
  SIGNAL,
  startedCell,
  TAKEN_BACK,
  TICK,
  workerCell,
  type DeathKind,
  type Job,
  type JobAnswer,
  type Part,
  type SupervisorData,
  type ToCaller,
  type ToSupervisor,
} from './protocol.js';

/** Limits of time, and results that somebody may wait for, are looked after in such steps; where there are none, in longer ones: they take time from the tasks. */
const TICK_MS = 10;
const SLOW_TICK_MS = 50;
/** A cancelled item may go on this long before its thread is ended; one whose module still loads, longer. */
const CANCEL_GRACE_MS = 100;
const LOAD_LIMIT_MS = 60_000;
const END_LIMIT_MS = 1000;
const RETRIES = 5;
const NO_THREADS_MS = 1000;

const data = workerData as SupervisorData;
const control = new Int32Array(data.control);
const caller = data.port;

interface Running {
  readonly job: Job;
  readonly abort: AbortController;
  /** What `started` was at the last tick, and since when. */
  started: number;
  since: number;
  cancelledAt: number | null;
  reason: DeathKind | null;
  /** How often no worker ever began with it. */
  retries: number;
}

const queue: Running[] = [];
/** Threads that have not ended yet, by number. */
const threads = new Map<number, { readonly worker: Worker; readonly gone: Promise<void> }>();
/** Jobs that piscina has: never more than there are workers. */
const running = new Map<number, Running>();
let ticking: { readonly timer: NodeJS.Timeout; readonly everyMs: number } | null = null;
let threadsSeenAt = Infinity;
/** The caller is woken up once for all there is to tell: it would take a core away from whoever is about to get the next job. */
let waking = false;

nameWorkers();
let piscina = startPool();

process.on('exit', () => {
  Atomics.store(control, DEAD, 1);
  wake();
});

caller.on('message', (message: ToSupervisor) => {
  if (message.type === 'job') start(message.job);
  else cancel(message.call);
});
tell({ type: 'ready' });

function tell(message: ToCaller): void {
  caller.postMessage(message);
  if (waking) return;
  waking = true;
  setImmediate(() => {
    waking = false;
    wake();
  });
}

function wake(): void {
  Atomics.add(control, SIGNAL, 1);
  Atomics.notify(control, SIGNAL);
}

function start(job: Job): void {
  const entry: Running = {
    job,
    abort: new AbortController(),
    started: 0,
    since: performance.now(),
    cancelledAt: null,
    reason: null,
    retries: 0,
  };
  queue.push(entry);
  if (ticking === null) threadsSeenAt = performance.now();
  tickEvery(job.call.prompt || job.call.timeout !== null ? TICK_MS : SLOW_TICK_MS);
  advance();
}

/** At least as often. */
function tickEvery(everyMs: number): void {
  if (ticking !== null && ticking.everyMs <= everyMs) return;
  clearInterval(ticking?.timer);
  ticking = { timer: setInterval(tick, everyMs), everyMs };
}

/** Hands jobs to free workers, first come first served: piscina's own queue does not keep the order of jobs that can be aborted. */
function advance(): void {
  while (running.size < data.workers) {
    const entry = queue.shift();
    if (entry === undefined) break;
    run(entry);
  }
  if (running.size > 0 || ticking === null) return;
  clearInterval(ticking.timer);
  ticking = null;
}

function run(entry: Running): void {
  const { job } = entry;
  running.set(job.seq, entry);
  const transferList = [...movedIn(job.items)];
  piscina.run({ job, control }, { signal: entry.abort.signal, transferList }).then(
    async (answer: JobAnswer) => {
      if ('retire' in answer) await retire(answer.retire);
      settle(job.seq);
      if ('unloadable' in answer) tell({ type: 'unloadable', seq: job.seq, reason: answer.unloadable });
      else if ('uninitialized' in answer) tell({ type: 'uninitialized', seq: job.seq, error: answer.uninitialized });
      else tell({ type: 'end', seq: job.seq, part: answer.part });
    },
    async (error: unknown) => {
      const started = Atomics.load(control, startedCell(job.slot));
      if (started === TAKEN_BACK) {
        settle(job.seq);
        tell({ type: 'end', seq: job.seq, part: null });
        return;
      }
      const again = started === 0 && entry.reason === null && entry.retries < RETRIES && transferList.length === 0;
      if (again) {
        // Its worker had died before, of something else.
        entry.retries += 1;
        queue.unshift({ ...entry, abort: new AbortController(), started: 0, since: performance.now() });
      } else {
        // What the thread has sent is here once it is gone.
        if (started !== 0) await gone(Atomics.load(control, workerCell(job.slot)));
      }
      settle(job.seq);
      if (!again) died(entry, error);
    },
  );
}

async function retire(number: number): Promise<void> {
  void threads.get(number)?.worker.terminate();
  await gone(number);
}

/** Settles once a thread has ended; one that is inside native code, and cannot, is not waited for. */
async function gone(number: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([
    threads.get(number)?.gone,
    new Promise((resolve) => (timer = setTimeout(resolve, END_LIMIT_MS))),
  ]);
  clearTimeout(timer);
}

function settle(seq: number): void {
  running.delete(seq);
  advance();
}

function died(entry: Running, error: unknown): void {
  const record = describeError(error);
  const kind: DeathKind =
    entry.reason ??
    (record.code === 'ERR_WORKER_OUT_OF_MEMORY'
      ? 'memory'
      : record.message.startsWith('worker exited with code')
        ? 'exit'
        : 'crash');
  const at = Atomics.load(control, startedCell(entry.job.slot));
  const started = at > CONDEMNED ? at - CONDEMNED : at;
  const number = Atomics.load(control, workerCell(entry.job.slot));
  tell({ type: 'died', seq: entry.job.seq, kind, started, worker: workerName(number), error: record });
}

function cancel(call: number): void {
  for (let i = queue.length - 1; i >= 0; i -= 1) {
    const entry = queue[i];
    if (entry?.job.call.id !== call) continue;
    queue.splice(i, 1);
    tell({ type: 'end', seq: entry.job.seq, part: null });
  }
  for (const entry of running.values()) {
    if (entry.job.call.id === call) entry.cancelledAt ??= performance.now();
  }
}

/** Looks after every job in flight: the limits of time, and workers that could not even start. */
function tick(): void {
  Atomics.add(control, TICK, 1);
  const now = performance.now();
  for (const entry of [...running.values()]) {
    // Its thread is about to end.
    if (entry.abort.signal.aborted) continue;
    const started = Atomics.load(control, startedCell(entry.job.slot));
    if (started !== entry.started) {
      entry.started = started;
      entry.since = now;
    }
    const reason = overdue(entry, now);
    if (reason === null) continue;
    // Its item may be over by now.
    if (reason === 'timeout' && !condemn(entry)) continue;
    entry.reason = reason;
    entry.abort.abort();
  }
  if (piscina.threads.length > 0) threadsSeenAt = now;
  else if (now - threadsSeenAt > NO_THREADS_MS) restart();
}

/** Piscina starts no thread any more once one has died early. What ran in the lost threads is handed to new ones. */
function restart(): void {
  const lost = piscina;
  piscina = startPool();
  threadsSeenAt = performance.now();
  for (const entry of [...running.values()]) {
    if (entry.retries >= RETRIES) entry.reason = 'crash';
    entry.abort.abort(new Error('no worker thread could be started'));
  }
  void lost.destroy();
}

/** Makes sure that the item that took too long is the one that fails. */
function condemn({ job, started }: Running): boolean {
  if (started <= 0) return true;
  return Atomics.compareExchange(control, startedCell(job.slot), started, started + CONDEMNED) === started;
}

function overdue(entry: Running, now: number): DeathKind | null {
  if (entry.cancelledAt !== null) {
    // A job that no worker has taken yet returns by itself once one takes it.
    const grace = entry.started === 0 ? LOAD_LIMIT_MS : CANCEL_GRACE_MS;
    return now - entry.cancelledAt > grace ? 'cancelled' : null;
  }
  const loads = entry.started === LOADING || entry.started === TAKEN_BACK;
  if (loads && now - entry.since > LOAD_LIMIT_MS) return 'timeout';
  const { timeout } = entry.job.call;
  return timeout !== null && entry.started > 0 && now - entry.since > timeout ? 'timeout' : null;
}

function startPool(): Piscina {
  const pool = startWorkers([...data.execArgv], { ...data.env });
  // A worker that dies between two jobs is replaced, and nobody is waiting to be told.
  pool.on('error', () => undefined);
  pool.on('message', (part: Part) => {
    tell({ type: 'part', part });
  });
  return pool;
}

/** Node refuses some flags in threads, and names them: without those, then. */
function startWorkers(execArgv: string[], env: Record<string, string>): Piscina {
  try {
    return new Piscina({
      filename: join(__dirname, 'taskWorker.js'),
      name: 'runJob',
      minThreads: data.workers,
      maxThreads: data.workers,
      idleTimeout: Infinity,
      concurrentTasksPerWorker: 1,
      // Idle workers wait in their event loop. In `Atomics.wait`, Node 24 sometimes did not wake them at exit, and
      // then waited for them for ever; and a supervisor that is told by events serves many small jobs twice as fast.
      atomics: 'disabled',
      recordTiming: false,
      workerData: { script: data.script },
      env,
      argv: [...data.argv],
      execArgv,
      ...(data.resourceLimits === null ? {} : { resourceLimits: data.resourceLimits }),
    });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ERR_WORKER_INVALID_EXEC_ARGV') throw error;
    const allowed = execArgv.filter((flag) => !message.includes(flag.split('=', 1)[0] ?? flag));
    if (allowed.length < execArgv.length) return startWorkers(allowed, env);
    if (env['NODE_OPTIONS'] === undefined) throw error;
    const { NODE_OPTIONS: _, ...rest } = env;
    return startWorkers(execArgv, rest);
  }
}

function workerName(number: number): string {
  return `${data.name} ${number}`;
}

/** Piscina starts its threads without names, and their output would wait for a caller that blocks. */
function nameWorkers(): void {
  const module = createRequire(__filename)('node:worker_threads') as { Worker: typeof Worker };
  let count = 0;
  module.Worker = class extends module.Worker {
    constructor(filename: string, options: WorkerOptions) {
      count += 1;
      const workerData = { ...(options.workerData as object), number: count };
      super(filename, { ...options, workerData, name: workerName(count), stdout: true, stderr: true });
      const number = count;
      const gone = new Promise<void>((resolve) => this.once('exit', resolve)).then(() => void threads.delete(number));
      threads.set(number, { worker: this, gone });
      for (const stream of ['stdout', 'stderr'] as const) {
        this[stream].on('data', (chunk: Uint8Array) => {
          tell({ type: 'output', stream, data: Uint8Array.from(chunk), worker: workerName(number) });
        });
      }
    }
  };
}
