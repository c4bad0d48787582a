/**
 * The supervising thread: it owns the workers, so that a dead, full or hung one is noticed while the caller blocks.
 * It runs no code of the user's, and so is always there to answer.
 */
import { workerData } from 'node:worker_threads';
import type { Piscina } from 'piscina';
import { movedIn } from '../wire/codec.js';
import { describeError } from '../errors.js';
import {
  CONDEMNED,
  DEAD,
  HANDING_OUT,
  LOADING,
  OVER,
  SIGNAL,
  startedCell,
  TAKEN_BACK,
  TICK,
  workerCell,
  type DeathKind,
  type FromWorker,
  type Job,
  type JobAnswer,
  type Stint,
  type StintAnswer,
  type SupervisorData,
  type ToCaller,
  type ToSupervisor,
} from '../wire/protocol.js';
import { equipWorkers, gone, retire, startWorkers, threads, workerName, type WorkerThread } from './workers.js';

/** Limits of time, and results that somebody may wait for, are looked after in such steps; where there are none, in longer ones: they take time from the tasks. */
const TICK_MS = 10;
const SLOW_TICK_MS = 50;
/** A cancelled item may go on this long before its thread is ended; one whose module still loads, longer. */
const CANCEL_GRACE_MS = 100;
const LOAD_LIMIT_MS = 60_000;
/** Nothing waits behind an item that takes so long: others may be free before it ends. */
const SLOW_ITEM_MS = 250;
const RETRIES = 5;
const NO_THREADS_MS = 1000;

const data = workerData as SupervisorData;
const control = new Int32Array(data.control);
const caller = data.port;

/** A job that the caller waits for. */
interface Pending {
  readonly job: Job;
  cancelledAt: number | null;
  /** How often no worker ever began with it. */
  retries: number;
}

/** The jobs that one worker runs in a row: piscina knows of the first. */
interface Running {
  current: Pending;
  /** In the worker's mailbox, or just taken from there. */
  next: Pending | null;
  /** Null until the worker has begun. */
  thread: WorkerThread | null;
  readonly abort: AbortController;
  /** What `started` of the current job was at the last tick, and since when. */
  started: number;
  since: number;
  /** Why its thread is ended. */
  reason: DeathKind | null;
  /** Answers that have come as messages. */
  passed: number;
  /** What piscina says at its end. */
  end: StintAnswer | null;
}

const queue: Pending[] = [];
/** By the `seq` of the first job: never more than there are workers. */
const running = new Map<number, Running>();
let ticking: { readonly timer: NodeJS.Timeout; readonly everyMs: number } | null = null;
let threadsSeenAt = Infinity;
/** The caller is woken up once for all there is to tell: it would take a core away from whoever is about to get the next job. */
let waking = false;
/** What has come at once is handed out at once. */
let handing = false;

equipWorkers(data.name, tell);
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
  queue.push({ job, cancelledAt: null, retries: 0 });
  if (ticking === null) threadsSeenAt = performance.now();
  tickEvery(job.call.prompt || job.call.timeout !== null ? TICK_MS : SLOW_TICK_MS);
  if (!handing) {
    handing = true;
    // A worker that began at once could take this thread's core away from it, and leave others without a job for some milliseconds.
    Atomics.store(control, HANDING_OUT, 1);
    setImmediate(handOut);
  }
  if (running.size + queue.length >= data.workers) handOut();
}

function handOut(): void {
  if (!handing) return;
  handing = false;
  advance();
  Atomics.store(control, HANDING_OUT, 0);
  Atomics.notify(control, HANDING_OUT);
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
    const pending = queue.shift() ?? takeMailBack();
    if (pending === null) break;
    run(pending);
  }
  for (const stint of running.values()) if (queue.length > 0) mail(stint);
  if (running.size > 0 || ticking === null) return;
  clearInterval(ticking.timer);
  ticking = null;
}

/** Gives a worker what it goes on with. Not what can be sent only once, and nothing to a worker that is slow or may be replaced after its job. */
function mail(stint: Running): void {
  const first = queue[0];
  if (first === undefined || stint.thread === null || stint.next !== null || stint.end !== null) return;
  if (performance.now() - stint.since > SLOW_ITEM_MS) return;
  const { items, call } = first.job;
  if (call.maxItems !== null || stint.current.job.call.maxItems !== null || movedIn(items).length > 0) return;
  queue.shift();
  stint.next = first;
  stint.thread.mailbox.put(first.job);
}

/** The oldest job that a busy worker has not come to. */
function takeMailBack(): Pending | null {
  const mailed = [...running.values()].filter(({ next }) => next !== null);
  mailed.sort((a, b) => (a.next?.job.seq ?? 0) - (b.next?.job.seq ?? 0));
  for (const stint of mailed) {
    const pending = takeBack(stint);
    if (pending !== null) return pending;
  }
  return null;
}

function takeBack(stint: Running): Pending | null {
  const { next, thread } = stint;
  if (next === null || thread?.mailbox.takeBack(next.job) !== true) return null;
  stint.next = null;
  return next;
}

function returnMail(stint: Running): void {
  const pending = takeBack(stint);
  if (pending === null) return;
  queue.unshift(pending);
  advance();
}

function run(current: Pending): void {
  const { job } = current;
  const abort = new AbortController();
  const stint: Running = {
    current,
    next: null,
    thread: null,
    abort,
    started: 0,
    since: performance.now(),
    reason: null,
    passed: 0,
    end: null,
  };
  running.set(job.seq, stint);
  const transferList = [...movedIn(job.items)];
  piscina.run({ job, control } satisfies Stint, { signal: abort.signal, transferList }).then(
    (answer: StintAnswer) => {
      stint.end = answer;
      return ended(job.seq, stint);
    },
    (error: unknown) => lost(job.seq, stint, error),
  );
}

function heard(message: FromWorker): void {
  if (message.type === 'part') {
    tell(message);
    return;
  }
  const stint = running.get(message.stint);
  if (stint === undefined) return;
  if (message.type === 'begun') {
    stint.thread = threads.get(message.worker) ?? null;
    if (queue.length > 0) mail(stint);
    return;
  }
  answered(stint.current.job, message.answer);
  const { next } = stint;
  if (next !== null) {
    stint.current = next;
    stint.next = null;
    stint.started = 0;
    stint.since = performance.now();
  }
  stint.passed += 1;
  if (stint.end !== null) void ended(message.stint, stint);
  else advance();
}

/** The worker is free again. */
async function ended(seq: number, stint: Running): Promise<void> {
  // The answer to the job before the last may arrive after the one to the last.
  if (stint.end === null || stint.passed < stint.end.passed) return;
  const { answer } = stint.end;
  // It came too late for the worker.
  if (stint.next !== null) {
    stint.thread?.mailbox.takeBack(stint.next.job);
    queue.unshift(stint.next);
  }
  if ('retire' in answer) await retire(answer.retire);
  settle(seq);
  answered(stint.current.job, answer);
}

function answered({ seq }: Job, answer: JobAnswer): void {
  if ('unloadable' in answer) tell({ type: 'unloadable', seq, reason: answer.unloadable });
  else if ('uninitialized' in answer) tell({ type: 'uninitialized', seq, error: answer.uninitialized });
  else tell({ type: 'end', seq, part: answer.part });
}

/** The worker is gone. */
async function lost(seq: number, stint: Running, error: unknown): Promise<void> {
  // What the thread has sent is here once it is gone.
  const number = stint.thread?.number ?? beganIn(stint.current.job);
  if (number !== null) await gone(number);
  const { current, next } = stint;
  const { job } = current;
  const started = startedOf(job);
  const moved = movedIn(job.items).length > 0;
  const again = started === 0 && stint.reason === null && current.retries < RETRIES && !moved;
  // One that has begun is not here any more, unless the thread could not be waited for.
  const fellWith = next !== null && beganIn(next.job) !== null;
  if (next !== null && !fellWith) queue.unshift(next);
  // Its worker had died before, of something else.
  if (again) queue.unshift({ ...current, retries: current.retries + 1 });
  settle(seq);
  if (started === TAKEN_BACK) tell({ type: 'end', seq: job.seq, part: null });
  else if (!again) died(job, stint.reason, error);
  if (fellWith) died(next.job, stint.reason, error);
}

/** The number of the worker that has begun with a job; null where none has. */
function beganIn(job: Job): number | null {
  const started = startedOf(job);
  return started === 0 || started === TAKEN_BACK ? null : Atomics.load(control, workerCell(job.slot));
}

function startedOf(job: Job): number {
  return Atomics.load(control, startedCell(job.slot));
}

function settle(seq: number): void {
  running.delete(seq);
  advance();
}

function died(job: Job, reason: DeathKind | null, error: unknown): void {
  const record = describeError(error);
  const kind: DeathKind =
    reason ??
    (record.code === 'ERR_WORKER_OUT_OF_MEMORY'
      ? 'memory'
      : record.message.startsWith('worker exited with code')
        ? 'exit'
        : 'crash');
  const at = startedOf(job);
  // The items are done, and sent again at most: what ended the thread is told to nobody else.
  if (at === OVER && kind === 'crash') tell({ type: 'uncaught', error: record });
  const started = at > CONDEMNED ? at - CONDEMNED : at;
  const worker = workerName(data.name, Atomics.load(control, workerCell(job.slot)));
  tell({ type: 'died', seq: job.seq, kind, started, worker, error: record });
}

function cancel(call: number): void {
  for (const stint of running.values()) {
    if (stint.next?.job.call.id !== call) continue;
    const pending = takeBack(stint);
    if (pending !== null) queue.push(pending);
  }
  for (let i = queue.length - 1; i >= 0; i -= 1) {
    const pending = queue[i];
    if (pending?.job.call.id !== call) continue;
    queue.splice(i, 1);
    tell({ type: 'end', seq: pending.job.seq, part: null });
  }
  for (const { current, next } of running.values()) {
    for (const pending of [current, next]) {
      if (pending?.job.call.id === call) pending.cancelledAt ??= performance.now();
    }
  }
}

/** Looks after every job in flight: the limits of time, and workers that could not even start. */
function tick(): void {
  Atomics.add(control, TICK, 1);
  const now = performance.now();
  for (const stint of [...running.values()]) {
    // Its thread is about to end.
    if (stint.abort.signal.aborted) continue;
    const started = startedOf(stint.current.job);
    if (started !== stint.started) {
      stint.started = started;
      stint.since = now;
    }
    if (now - stint.since > SLOW_ITEM_MS) returnMail(stint);
    const reason = overdue(stint, now);
    if (reason === null) continue;
    // Its item may be over by now, and the thread at work on something else.
    if (!condemn(stint)) continue;
    stint.reason = reason;
    stint.abort.abort();
  }
  if (piscina.threads.length > 0) threadsSeenAt = now;
  else if (now - threadsSeenAt > NO_THREADS_MS) restart();
}

/** Piscina starts no thread any more once one has died early. What ran in the lost threads is handed to new ones. */
function restart(): void {
  const lost = piscina;
  piscina = startPool();
  threadsSeenAt = performance.now();
  for (const stint of [...running.values()]) {
    if (stint.current.retries >= RETRIES) stint.reason = 'crash';
    stint.abort.abort(new Error('no worker thread could be started'));
  }
  void lost.destroy();
}

/** Makes sure that the item that took too long is the one that fails. */
function condemn({ current: { job }, started }: Running): boolean {
  if (started <= 0) return true;
  return Atomics.compareExchange(control, startedCell(job.slot), started, started + CONDEMNED) === started;
}

function overdue({ current, started, since }: Running, now: number): DeathKind | null {
  if (started === OVER) return null;
  if (current.cancelledAt !== null) {
    // A job that no worker has taken yet returns by itself once one takes it.
    const grace = started === 0 ? LOAD_LIMIT_MS : CANCEL_GRACE_MS;
    return now - current.cancelledAt > grace ? 'cancelled' : null;
  }
  const loads = started === LOADING || started === TAKEN_BACK;
  if (loads && now - since > LOAD_LIMIT_MS) return 'timeout';
  const { timeout } = current.job.call;
  return timeout !== null && started > 0 && now - since > timeout ? 'timeout' : null;
}

function startPool(): Piscina {
  const pool = startWorkers(data);
  // A worker that dies between two jobs is replaced: what a task has left to the event loop failed, and nobody is waiting to be told.
  pool.on('error', (error) => tell({ type: 'uncaught', error: describeError(error) }));
  pool.on('message', heard);
  return pool;
}
