import type { Call } from './call.js';
import type { Chunk } from './chunk.js';
import { inlineContext, isThenable } from './inline.js';
import type { Link } from './link.js';
import { LazyPair, type PairReader } from './pair.js';
import type { Opened, Plan } from './plan.js';
import { Sampling } from './sampling.js';
import { Sequence } from './sequence.js';
import { next, read, runBlocking } from './sync.js';

/** Pairs of item and result in order; see `Pool.zipSync`. */
export class SyncZip extends Sequence<[unknown, unknown]> implements PairReader<unknown> {
  readonly #plan: Plan;
  #opened: Opened | null;
  #chunk: Chunk | null = null;
  #reader: PairReader<unknown> | null = null;
  #position = 0;
  readonly #sampling: Sampling;
  /** Whether an item may be run for a pair whose result nobody reads. */
  readonly #mayRun: boolean;
  /** So many of the next items are light: putting them off would take longer than running them. */
  #light = 0;
  #done = false;

  constructor(plan: Plan) {
    super();
    this.#plan = plan;
    this.#opened = plan.opened;
    this.#sampling = new Sampling(plan.probe);
    this.#mayRun = plan.record.pure && !plan.record.emits && plan.initialize === null;
  }

  next(): IteratorResult<[unknown, unknown], undefined> {
    if (this.#done) return DONE;
    const { settings, progress, stats } = this.#plan;
    try {
      settings.signal?.throwIfAborted();
      progress?.report(stats.finished);
      const pair = this.#opened === null ? this.#nextInline() : this.#nextPair(this.#opened);
      if (pair !== null) return { value: pair as [unknown, unknown], done: false };
    } catch (error) {
      this.#end(true);
      throw error;
    }
    progress?.end(stats.finished);
    this.#end(false);
    return DONE;
  }

  /** The loop was left early. */
  return(): IteratorResult<[unknown, unknown], undefined> {
    this.#end(true);
    return DONE;
  }

  /** The result of a pair whose item runs here. */
  readResult(item: unknown, index: number): unknown {
    this.#plan.stats.inline();
    const begun = this.#sampling.begin();
    const result = runBlocking(this.#plan, item, index);
    this.#sampling.end(begun);
    return result;
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
      this.#reader = null;
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
    this.#reader ??= new ChunkReader(this.#plan, call, link, chunk);
    return new LazyPair(item, this.#reader, position);
  }

  #nextInline(): readonly unknown[] | null {
    const { source } = this.#plan;
    if (this.#light > 0) this.#light -= 1;
    else if (this.#sampling.pays(() => source.remaining())) {
      this.#opened = this.#plan.open();
      if (this.#opened !== null) return this.#nextPair(this.#opened);
    } else if (this.#mayRun) this.#light = this.#sampling.skip();
    if (!source.pull()) return null;
    return (this.#light > 0 ? this.#pairOfLight() : null) ?? new LazyPair(source.item, this, source.index);
  }

  /** A plain pair. Null where its item has no plain result: being pure, it is run again where that is read. */
  #pairOfLight(): readonly unknown[] | null {
    const { fn, captures, nested, source, stats } = this.#plan;
    const { item, index } = source;
    let result: unknown;
    try {
      result = fn(item, captures, inlineContext(index, nested));
    } catch {
      return null;
    }
    if (isThenable(result)) return null;
    stats.inline();
    return [item, result];
  }
}

/** Reads results of one chunk that were not there yet when their pairs were handed out. */
class ChunkReader implements PairReader<unknown> {
  readonly #plan: Plan;
  readonly #call: Call;
  readonly #link: Link;
  readonly #chunk: Chunk;

  constructor(plan: Plan, call: Call, link: Link, chunk: Chunk) {
    this.#plan = plan;
    this.#call = call;
    this.#link = link;
    this.#chunk = chunk;
  }

  readResult(_: unknown, position: number): unknown {
    return read(this.#plan, this.#call, this.#link, this.#chunk, position);
  }
}

const DONE: IteratorResult<never, undefined> = { value: undefined, done: true };
