import type { Call } from './call.js';
import { indexAt, takeNumbers, type Chunk } from './chunk.js';
import { endsInError, inlineContext, isThenable } from './inline.js';
import type { Link } from './link.js';
import { LazyPair } from './pair.js';
import type { Outcome } from './outcome.js';
import { Patience } from './patience.js';
import { runHere, type Opened, type Plan } from './plan.js';
import { Sequence } from './sequence.js';

/** A wait is cut into slices, to see whether there is still somebody to wait for. */
const SLICE_MS = 50;
/** In a zip that runs inline, this many items are timed one by one, then one in sixteen. */
const TIMED_ITEMS = 32;
/** No sooner does the calling thread help: a worker that is free begins within less. */
const HELP_AFTER_MS = 3;
/** Between two looks at the clock where a whole call runs inline. */
const BATCH_MS = 1;
const MAX_BATCH = 1 << 16;
/** What reading the clock twice takes by itself. */
const CLOCK_MS = 0.0001;

/** Runs all items, blocking; results at their places. `sparse` keeps the holes of an array, as `map` does. */
export function mapSync(plan: Plan, length: number | null): unknown[] {
  const results: unknown[] = length === null ? [] : new Array<unknown>(length);
  let opened: Opened | null = null;
  try {
    opened = plan.opened ?? mapInline(plan, results);
    if (opened !== null) collect(plan, opened, results);
    plan.progress?.end(plan.stats.finished);
    return results;
  } finally {
    if (opened === null) plan.source.close();
    else opened.call.leave(true);
    plan.finish();
  }
}

/** Runs items here until none is left (null) or a pool pays. */
function mapInline(plan: Plan, results: unknown[]): Opened | null {
  const { source, probe, stats, progress, fn, captures, nested } = plan;
  const plainTask = !plan.record.emits && plan.initialize === null;
  let batch = 1;
  for (;;) {
    if (probe?.pays(source.remaining()) === true) {
      const opened = plan.open();
      if (opened !== null) return opened;
    }
    const start = performance.now();
    let done = 0;
    let ms = 0;
    try {
      while (done < batch && source.pull()) {
        const { item, index } = source;
        done += 1;
        const value = plainTask ? fn(item, captures, inlineContext(index, nested)) : runBlocking(plan, item, index);
        results[index] = typeof value === 'object' ? plain(plan, value) : value;
      }
    } finally {
      ms = performance.now() - start;
      stats.inline(done);
      if (done > 0) probe?.observe(done, ms);
    }
    progress?.report(stats.finished);
    if (done < batch) return null;
    if (ms < BATCH_MS && batch < MAX_BATCH) batch *= 2;
    else if (ms > 4 * BATCH_MS && batch > 1) batch /= 2;
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

function next(call: Call, link: Link): Chunk | null {
  link.drain();
  return call.shift();
}

/** The result of one item: waited for, or computed here. Throws what the item throws. */
function read(plan: Plan, call: Call, link: Link, chunk: Chunk, position: number): unknown {
  let outcome = call.outcome(chunk, position);
  if (outcome.type === 'waiting') outcome = awaitOutcome(plan, call, link, chunk, position);
  if (call.ranInWorker(chunk, position)) plan.stats.inWorker();
  else plan.stats.inline();
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
    else if (!helps || performance.now() - since < HELP_AFTER_MS || !call.help(chunk, position))
      link.wait(helps ? HELP_AFTER_MS : SLICE_MS);
    if (helps && performance.now() - since > 20 * HELP_AFTER_MS) helps = false;
  }
}

/** Runs an item here and returns its result. */
function runBlocking(plan: Plan, item: unknown, index: number): unknown {
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

/** Pairs of item and result in order; see `Pool.zipSync`. */
export class SyncZip extends Sequence<[unknown, unknown]> {
  readonly #plan: Plan;
  #opened: Opened | null;
  #chunk: Chunk | null = null;
  #position = 0;
  #count = 0;
  #done = false;

  constructor(plan: Plan) {
    super();
    this.#plan = plan;
    this.#opened = plan.opened;
  }

  next(): IteratorResult<[unknown, unknown], undefined> {
    if (this.#done) return DONE;
    try {
      this.#plan.settings.signal?.throwIfAborted();
      this.#plan.progress?.report(this.#plan.stats.finished);
      const pair = this.#opened === null ? this.#nextInline() : this.#nextPair(this.#opened);
      if (pair !== null) return { value: pair as [unknown, unknown], done: false };
    } catch (error) {
      this.#end(true);
      throw error;
    }
    this.#plan.progress?.end(this.#plan.stats.finished);
    this.#end(false);
    return DONE;
  }

  /** The loop was left early. */
  return(): IteratorResult<[unknown, unknown], undefined> {
    this.#end(true);
    return DONE;
  }

  #end(early: boolean): void {
    if (this.#done) return;
    this.#done = true;
    try {
      if (this.#opened === null) this.#plan.source.close();
      else this.#opened.call.leave(early);
    } finally {
      this.#plan.finish();
    }
  }

  #nextPair({ call, link }: Opened): readonly unknown[] | null {
    if (this.#chunk === null || this.#position >= this.#chunk.items.length) {
      this.#chunk = next(call, link);
      this.#position = 0;
      if (this.#chunk === null) return null;
    } else if (link.drain()) call.pump();
    const chunk = this.#chunk;
    const position = this.#position;
    this.#position += 1;
    const item = chunk.items[position];
    const outcome = call.outcome(chunk, position);
    if (outcome.type === 'value') {
      this.#plan.stats.inWorker();
      return [item, outcome.value];
    }
    return new LazyPair(item, () => read(this.#plan, call, link, chunk, position));
  }

  #nextInline(): readonly unknown[] | null {
    const { source, probe } = this.#plan;
    if (probe?.pays(source.remaining()) === true) {
      this.#opened = this.#plan.open();
      if (this.#opened !== null) return this.#nextPair(this.#opened);
    }
    if (!source.pull()) return null;
    const { item, index } = source;
    this.#count += 1;
    const timed = probe !== null && (this.#count <= TIMED_ITEMS || this.#count % 16 === 0);
    return new LazyPair(item, timed ? () => this.#timed(item, index) : () => this.#run(item, index));
  }

  #run(item: unknown, index: number): unknown {
    this.#plan.stats.inline();
    return runBlocking(this.#plan, item, index);
  }

  #timed(item: unknown, index: number): unknown {
    const start = performance.now();
    const result = this.#run(item, index);
    const items = this.#count <= TIMED_ITEMS ? 1 : 16;
    this.#plan.probe?.observe(items, items * Math.max(0, performance.now() - start - CLOCK_MS));
    return result;
  }
}

const DONE: IteratorResult<never, undefined> = { value: undefined, done: true };
