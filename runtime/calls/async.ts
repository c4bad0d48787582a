import { awaited } from './awaited.js';
import { Batches } from './batches.js';
import type { Call } from './call.js';
import { indexAt, takeNumbers, type Chunk } from '../sending/chunk.js';
import type { Link } from '../sending/link.js';
import type { Outcome } from './outcome.js';
import { Patience } from './patience.js';
import { leave, type Opened, type Plan } from './plan.js';
import { Promptly } from './promptly.js';
import { emptyResults } from './results.js';
import { failing, settle, type Finished } from './settle.js';
import { StreamSource } from '../items/stream.js';

/** A wait is cut into slices, to see whether somebody else's item is in the way. Thousands may wait at once. */
const SLICE_MS = 200;

/** Runs all items; the promise gets the results at their places. */
export async function mapAsync(plan: Plan, length: number | null): Promise<unknown[]> {
  const state: { opened: Opened | null } = { opened: plan.opened };
  try {
    const results = emptyResults(length, plan.opened);
    if (plan.settings.concurrency === null) await collect(plan, state, results);
    else
      for await (const { index, read } of awaited(plan, plan.settings.concurrency, 'collecting'))
        results[index] = read();
    plan.progress?.end(plan.stats.finished);
    return results;
  } finally {
    leave(plan, state.opened);
  }
}

/** What {@link inlineFirst} does, for results that nobody sees before all are there: no waiting for what need not be waited for. */
async function collect(plan: Plan, state: { opened: Opened | null }, results: unknown[]): Promise<void> {
  const { source, probe, settings, stats, progress } = plan;
  const batches = new Batches(plan, results, null);
  while (state.opened === null) {
    settings.signal?.throwIfAborted();
    if (probe?.pays(source.remaining()) === true && (state.opened = plan.open()) !== null) break;
    if (plan.initialize !== null && source.remaining() !== 0) await plan.initialize();
    if (!batches.run()) return;
    const { promised } = batches;
    if (promised !== null) batches.kept(promised, await promised.value);
  }
  const { call, link } = state.opened;
  for (let chunk = next(call, link); chunk !== null; chunk = next(call, link)) {
    for (let i = 0; i < chunk.items.length;) {
      const count = takeNumbers(chunk, i, results);
      stats.inWorker(count);
      i += count;
      if (i === chunk.items.length) break;
      settings.signal?.throwIfAborted();
      let outcome = call.outcome(chunk, i);
      if (outcome.type === 'waiting') {
        outcome = await awaitOutcome(plan, call, link, chunk, i);
        // More may have come along.
        if (chunk.values instanceof Float64Array && outcome.type === 'value') continue;
      }
      if (outcome.type === 'value') {
        stats.inWorker();
        results[indexAt(chunk, i)] = outcome.value;
      } else results[indexAt(chunk, i)] = (await finishedAt(plan, call, chunk, i, outcome)).read();
      progress?.report(stats.finished);
      i += 1;
    }
  }
}

function next(call: Call, link: Link): Chunk | null {
  link.drain();
  return call.shift();
}

/** Pairs of item and result in order; see `Pool.zip`. */
export function zipAsync(plan: Plan): AsyncGenerator<[unknown, unknown], void, undefined> {
  return new Promptly<[unknown, unknown]>(
    plan,
    (item, _, value) => [item, value],
    async function* (begun) {
      for await (const { item, read } of pairs(plan, begun)) yield pairOf(item, read);
    },
  );
}

/** Results in order; see `Pool.imap`. */
export function imapAsync(plan: Plan): AsyncGenerator<unknown, void, undefined> {
  return new Promptly<unknown>(
    plan,
    (_, __, value) => value,
    async function* (begun) {
      for await (const { read } of pairs(plan, begun)) yield read();
    },
  );
}

/** Results as they come, with the positions of their items; see `Pool.imapUnordered`. */
export function imapUnordered(plan: Plan): AsyncGenerator<{ index: number; value: unknown }, void, undefined> {
  return new Promptly<{ index: number; value: unknown }>(
    plan,
    (_, index, value) => ({ index, value }),
    async function* (begun) {
      for await (const { index, read } of pairs(plan, begun, 'unordered')) yield { index, value: read() };
    },
  );
}

/** The error of a failed item is met when its result is read, not before. */
function pairOf(item: unknown, read: () => unknown): [unknown, unknown] {
  let result: unknown;
  try {
    result = read();
  } catch (error) {
    const pair: [unknown, unknown] = [item, undefined];
    return Object.defineProperty(pair, 1, { get: failing(error), enumerable: true, configurable: true });
  }
  return [item, result];
}

/** @param begun The item that was begun already, or null. */
async function* pairs(
  plan: Plan,
  begun: (() => Promise<Finished>) | null,
  manner: 'ordered' | 'unordered' = 'ordered',
): AsyncGenerator<Finished, void, undefined> {
  const { settings, stats, progress } = plan;
  const state: { opened: Opened | null } = { opened: plan.opened };
  try {
    if (begun !== null) yield await begun();
    const outcomes =
      settings.concurrency === null ? inlineFirst(plan, state) : awaited(plan, settings.concurrency, manner);
    for await (const finished of outcomes) {
      progress?.report(stats.finished);
      yield finished;
    }
    progress?.end(stats.finished);
  } finally {
    leave(plan, state.opened);
  }
}

/** On the calling thread until a pool pays, then in workers. */
async function* inlineFirst(plan: Plan, state: { opened: Opened | null }): AsyncGenerator<Finished, void, undefined> {
  const { source, probe, settings } = plan;
  while (state.opened === null) {
    settings.signal?.throwIfAborted();
    if (probe?.pays(source.remaining()) === true) {
      state.opened = plan.open();
      if (state.opened !== null) break;
    }
    if (!source.pull()) {
      if (!(source instanceof StreamSource && source.waits)) return;
      await sliceOf(settings.signal, (done) => void source.arrival().then(done), false);
      continue;
    }
    const { item, index } = source;
    plan.stats.inline();
    const start = performance.now();
    const read = await settle(plan, item, index);
    probe?.observe(1, performance.now() - start);
    yield { item, index, read };
  }
  const { opened } = state;
  if (source instanceof StreamSource) source.onItem = () => opened.call.onArrival?.();
  yield* opened.call.isUnordered ? unorderedFromWorkers(plan, opened) : fromWorkers(plan, opened);
}

async function* fromWorkers(plan: Plan, { call, link }: Opened): AsyncGenerator<Finished, void, undefined> {
  const { signal } = plan.settings;
  for (;;) {
    link.drain();
    const chunk = call.shift();
    if (chunk === null) {
      if (!(await moreToCome(plan, call))) return;
      continue;
    }
    for (let i = 0; i < chunk.items.length; i += 1) {
      signal?.throwIfAborted();
      let outcome = call.outcome(chunk, i);
      if (outcome.type === 'waiting') outcome = await awaitOutcome(plan, call, link, chunk, i);
      yield await finishedAt(plan, call, chunk, i, outcome);
    }
  }
}

async function* unorderedFromWorkers(plan: Plan, { call, link }: Opened): AsyncGenerator<Finished, void, undefined> {
  const { signal } = plan.settings;
  for (;;) {
    signal?.throwIfAborted();
    link.drain();
    call.pump();
    const next = call.takeFinished();
    if (next !== null) {
      const { chunk, position } = next;
      yield await finishedAt(plan, call, chunk, position, call.outcome(chunk, position));
    } else if (!call.isEmpty) {
      if (link.broken !== null) throw link.broken;
      call.throwIfFatal();
      await arrival(call, signal);
    } else if (!(await moreToCome(plan, call))) {
      call.throwSourceError();
      return;
    }
  }
}

/** Waits for more items where the source may bring some; false at its end. */
async function moreToCome({ source, settings: { signal } }: Plan, call: Call): Promise<boolean> {
  if (!(source instanceof StreamSource && source.waits)) return false;
  signal?.throwIfAborted();
  await arrival(call, signal, false);
  return true;
}

async function finishedAt(plan: Plan, call: Call, chunk: Chunk, position: number, outcome: Outcome): Promise<Finished> {
  call.count(chunk, position, outcome);
  const item = chunk.items[position];
  const index = indexAt(chunk, position);
  if (outcome.type === 'value') return { item, index, read: () => outcome.value };
  if (outcome.type === 'inline') return { item, index, read: await settle(plan, item, index, outcome.orElse) };
  const error = outcome.type === 'error' ? outcome.error : new Error('unreachable: the outcome is known');
  return { item, index, read: failing(error) };
}

/** Waits for something to arrive, without blocking; now and then looks whether the result waits behind an endless item. */
async function awaitOutcome(plan: Plan, call: Call, link: Link, chunk: Chunk, position: number): Promise<Outcome> {
  const { signal } = plan.settings;
  const patience = new Patience();
  for (;;) {
    link.drain();
    call.pump();
    plan.progress?.report(plan.stats.finished);
    const outcome = call.outcome(chunk, position);
    if (outcome.type !== 'waiting') return outcome;
    if (link.broken !== null) throw link.broken;
    signal?.throwIfAborted();
    if (patience.isOver(call.patience(chunk, position))) call.takeInline(chunk, position);
    else await arrival(call, signal);
  }
}

async function arrival(call: Call, signal: AbortSignal | null, keepsAlive = true): Promise<void> {
  await sliceOf(signal, (done) => (call.onArrival = done), keepsAlive);
  call.onArrival = null;
}

/**
 * @param keepsAlive The timer is also what keeps the process alive, exactly while somebody waits for a worker. Whether it
 *   waits for a source that may never bring anything is for the source to say, as in a plain `for await`.
 */
function sliceOf(signal: AbortSignal | null, subscribe: (done: () => void) => void, keepsAlive = true): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, SLICE_MS);
    if (!keepsAlive) timer.unref();
    subscribe(done);
    signal?.addEventListener('abort', done);
  });
}
