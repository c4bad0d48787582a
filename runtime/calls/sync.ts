import { Batches } from './batches.js';
import type { Call } from './call.js';
import { indexAt, takeNumbers, type Chunk } from '../sending/chunk.js';
import { endsInError, isThenable } from '../inline/inline.js';
import type { Link } from '../sending/link.js';
import type { Outcome } from './outcome.js';
import { Patience } from './patience.js';
import { leave, runHere, type Opened, type Plan } from './plan.js';
import { emptyResults } from './results.js';

/** A wait is cut into slices, to see whether there is still somebody to wait for. */
const SLICE_MS = 50;
/** No sooner does the calling thread help, once threads are there: a worker that is free begins within less. */
const HELP_AFTER_MS = 3;

/** Runs all items, blocking; results at their places. `sparse` keeps the holes of an array, as `map` does. */
export function mapSync(plan: Plan, length: number | null): unknown[] {
  let { opened } = plan;
  try {
    const results = emptyResults(length, opened);
    opened ??= mapInline(plan, results);
    if (opened !== null) collect(plan, opened, results);
    plan.progress?.end(plan.stats.finished);
    return results;
  } finally {
    leave(plan, opened);
  }
}

/** Runs items here until none is left (null) or a pool pays. */
function mapInline(plan: Plan, results: unknown[]): Opened | null {
  const batches = new Batches(plan, results, plan.initialize === null ? null : runBlocking);
  for (;;) {
    if (plan.probe?.pays(plan.source.remaining()) === true) {
      const opened = plan.open();
      if (opened !== null) return opened;
    }
    if (!batches.run()) return null;
    if (batches.promised !== null) plain(plan, batches.promised.value);
  }
}

function collect(plan: Plan, { call, link }: Opened, results: unknown[]): void {
  for (let chunk = next(call, link); chunk !== null; chunk = next(call, link)) {
    for (let i = 0; i < chunk.items.length;) {
      const count = takeNumbers(chunk, i, results);
      plan.stats.inWorker(count);
      i += count;
      if (i < chunk.items.length) results[indexAt(chunk, i)] = read(plan, call, link, chunk, i++);
    }
  }
}

export function next(call: Call, link: Link): Chunk | null {
  link.drain();
  return call.shift();
}

/** The result of one item: waited for, or computed here. Throws what the item throws. */
export function read(plan: Plan, call: Call, link: Link, chunk: Chunk, position: number): unknown {
  let outcome = call.outcome(chunk, position);
  if (outcome.type === 'waiting') outcome = awaitOutcome(plan, call, link, chunk, position);
  call.count(chunk, position, outcome);
  if (outcome.type === 'value') return outcome.value;
  if (outcome.type === 'error') throw outcome.error;
  const value = runBlocking(plan, chunk.items[position], indexAt(chunk, position));
  // Workers shall not run out of work meanwhile.
  if (link.drain()) call.pump();
  if (outcome.type === 'inline' && outcome.orElse && !endsInError(value)) throw outcome.orElse;
  return value;
}

function awaitOutcome(plan: Plan, call: Call, link: Link, chunk: Chunk, position: number): Outcome {
  const patience = new Patience();
  const since = performance.now();
  let helps = plan.settings.inline === 'auto';
  for (;;) {
    link.drain();
    call.pump();
    plan.progress?.report(plan.stats.finished);
    const outcome = call.outcome(chunk, position);
    if (outcome.type !== 'waiting') return outcome;
    if (patience.isOver(call.patience(chunk, position))) call.takeInline(chunk, position);
    else if (!helps || (link.warm && performance.now() - since < HELP_AFTER_MS) || !call.help(chunk, position))
      link.wait(helps ? HELP_AFTER_MS : SLICE_MS);
    if (helps && performance.now() - since > 20 * HELP_AFTER_MS) helps = false;
  }
}

/** Runs an item here and returns its result. */
export function runBlocking(plan: Plan, item: unknown, index: number): unknown {
  if (plan.initialize !== null && plan.initialize() !== null)
    throw new TypeError(
      'initializer: expected a function with a plain result in a blocking call, received one that returns a promise: use pool.map or pool.zip',
    );
  return plain(plan, runHere(plan, item, index));
}

/** A blocking call has no use for promises; `xs.map(f)` would have returned them unresolved, which nobody wants. */
function plain(plan: Plan, result: unknown): unknown {
  if (!isThenable(result)) return result;
  throw new TypeError(
    `task "${plan.record.name}": expected a plain result in a blocking call, received a promise: use pool.map or pool.zip`,
  );
}
