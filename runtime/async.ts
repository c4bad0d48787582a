import { endsInError } from './inline.js';
import type { Call } from './call.js';
import type { Chunk } from './chunk.js';
import type { Link } from './link.js';
import type { Outcome } from './outcome.js';
import { Patience } from './patience.js';
import { runHere, type Opened, type Plan } from './plan.js';

/** A wait is cut into slices, to see whether somebody else's item is in the way. */
const SLICE_MS = 50;

/** Runs all items; the promise gets the results at their places. */
export async function mapAsync(plan: Plan, length: number | null): Promise<unknown[]> {
  const results: unknown[] = length === null ? [] : new Array<unknown>(length);
  for await (const pair of pairs(plan)) results[pair.index] = pair.read();
  return results;
}

/** Pairs of item and result in order; see `Pool.zip`. */
export async function* zipAsync(plan: Plan): AsyncGenerator<[unknown, unknown], void, undefined> {
  for await (const { item, read } of pairs(plan)) yield pairOf(item, read);
}

/** The error of a failed item is met when its result is read, not before. */
function pairOf(item: unknown, read: () => unknown): [unknown, unknown] {
  let result: unknown;
  try {
    result = read();
  } catch (error) {
    const pair: [unknown, unknown] = [item, undefined];
    return Object.defineProperty(pair, 1, {
      get(): never {
        throw error;
      },
      enumerable: true,
      configurable: true,
    });
  }
  return [item, result];
}

interface Finished {
  readonly item: unknown;
  readonly index: number;
  readonly read: () => unknown;
}

async function* pairs(plan: Plan): AsyncGenerator<Finished, void, undefined> {
  let opened = plan.opened;
  const { source, probe, settings } = plan;
  try {
    while (opened === null) {
      settings.signal?.throwIfAborted();
      if (probe?.pays(source.remaining()) === true) {
        opened = plan.open();
        if (opened !== null) break;
      }
      if (!source.pull()) return;
      const { item, index } = source;
      plan.stats.inline();
      const start = performance.now();
      const read = await settle(plan, item, index);
      probe?.observe(1, performance.now() - start);
      yield { item, index, read };
    }
    yield* fromWorkers(plan, opened);
  } finally {
    if (opened === null) source.close();
    else opened.call.leave(true);
    plan.finish();
  }
}

async function* fromWorkers(plan: Plan, { call, link }: Opened): AsyncGenerator<Finished, void, undefined> {
  const { signal } = plan.settings;
  for (let chunk = next(call, link); chunk !== null; chunk = next(call, link)) {
    for (let i = 0; i < chunk.items.length; i += 1) {
      const item = chunk.items[i];
      const index = chunk.indices[i] ?? 0;
      signal?.throwIfAborted();
      let outcome = call.outcome(chunk, i);
      if (outcome.type === 'waiting') outcome = await awaitOutcome(call, link, chunk, i, signal);
      if (call.ranInWorker(chunk, i)) plan.stats.inWorker();
      else plan.stats.inline();
      yield { item, index, read: await readerOf(plan, outcome, item, index) };
    }
  }
}

function next(call: Call, link: Link): Chunk | null {
  link.drain();
  return call.shift();
}

async function readerOf(plan: Plan, outcome: Outcome, item: unknown, index: number): Promise<() => unknown> {
  if (outcome.type === 'value') return () => outcome.value;
  if (outcome.type === 'inline') return settle(plan, item, index, outcome.orElse);
  return () => {
    throw outcome.type === 'error' ? outcome.error : new Error('unreachable: the outcome is known');
  };
}

/** Runs an item here; what it throws is kept until its result is read. */
async function settle(plan: Plan, item: unknown, index: number, orElse?: Error): Promise<() => unknown> {
  try {
    const value = await runHere(plan, item, index);
    if (orElse && !endsInError(value)) throw orElse;
    return () => value;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

/** Waits for something to arrive, without blocking; now and then looks whether the result waits behind an endless item. */
async function awaitOutcome(
  call: Call,
  link: Link,
  chunk: Chunk,
  position: number,
  signal: AbortSignal | null,
): Promise<Outcome> {
  const patience = new Patience();
  for (;;) {
    link.drain();
    call.pump();
    const outcome = call.outcome(chunk, position);
    if (outcome.type !== 'waiting') return outcome;
    if (link.broken !== null) throw link.broken;
    signal?.throwIfAborted();
    if (patience.isOver(call.patience(chunk, position))) call.takeInline(chunk, position);
    else await arrival(call, signal, SLICE_MS);
  }
}

/** The timer is also what keeps the process alive, exactly while somebody waits. */
function arrival(call: Call, signal: AbortSignal | null, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      call.onArrival = null;
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    call.onArrival = done;
    signal?.addEventListener('abort', done);
  });
}
