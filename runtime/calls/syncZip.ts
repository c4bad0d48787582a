import type { Call } from './call.js';
import type { Chunk } from '../sending/chunk.js';
import { inlineContext, isThenable } from '../inline/inline.js';
import type { Link } from '../sending/link.js';
import { LazyPair, type PairReader } from '../items/pair.js';
import type { Opened, Plan } from './plan.js';
import { Sampling } from '../inline/sampling.js';
import { Sequence } from '../items/sequence.js';
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
  /** So many of the next items are light, and nothing is to be looked after: putting them off would take longer than running them. */
  #light = 0;
  #done = false;

  constructor(plan: Plan) {
    super();
    this.#plan = plan;
    this.#opened = plan.opened;
    this.#sampling = new Sampling(plan.probe);
    const { record, initialize, settings, progress } = plan;
    this.#mayRun = record.pure && !record.emits && initialize === null && settings.signal === null && progress === null;
  }

  next(): IteratorResult<[unknown, unknown], undefined> {
    if (this.#light > 0) {
      this.#light -= 1;
      const { source } = this.#plan;
      if (this.#pull()) return { value: this.#pairOfLight(source.item, source.index), done: false };
    }
    return this.#next();
  }

  /** As `next`, with all that may have to be looked after. */
  #next(): IteratorResult<[unknown, unknown], undefined> {
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
    this.#light = 0;
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

  #pull(): boolean {
    try {
      return this.#plan.source.pull();
    } catch (error) {
      this.#end(true);
      throw error;
    }
  }

  #nextInline(): readonly unknown[] | null {
    const { source } = this.#plan;
    const sampling = this.#sampling;
    if (sampling.pays(() => source.remaining())) {
      this.#opened = this.#plan.open();
      if (this.#opened !== null) return this.#nextPair(this.#opened);
    }
    if (!source.pull()) return null;
    const { item, index } = source;
    if (!this.#mayRun || !sampling.isLight) return new LazyPair(item, this, index);
    const begun = sampling.begin();
    const pair = this.#pairOfLight(item, index);
    if (!(pair instanceof LazyPair)) {
      sampling.end(begun);
      this.#light = sampling.skip();
    }
    return pair;
  }

  /** A plain pair. One to be read where its item has no plain result: being pure, it is run again there. */
  #pairOfLight(item: unknown, index: number): [unknown, unknown] {
    const { fn, captures, nested, stats } = this.#plan;
    try {
      const result: unknown = fn(item, captures, inlineContext(index, nested));
      if (!isThenable(result)) {
        stats.inline();
        return [item, result];
      }
    } catch {
      // Its error is met where its result is read.
    }
    return new LazyPair(item, this, index) as unknown as [unknown, unknown];
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
