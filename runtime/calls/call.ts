import { DIED, WAITING, waitingPositions, type Chunk } from '../sending/chunk.js';
import { ChunkSizer } from '../sending/chunks.js';
import { Costs, type ItemCosts } from '../inline/costs.js';
import { Cutter } from '../sending/cutter.js';
import { Jobs, type Finished } from '../sending/jobs.js';
import type { Link } from '../sending/link.js';
import { outcomeOf, type Outcome } from './outcome.js';
import { THREW, UNSENDABLE, VALUE, type CallRecord } from '../wire/protocol.js';
import type { Source } from '../items/source.js';
import type { CallStats } from '../inline/stats.js';
import type { TaskRecord } from '../task.js';

/** Chunks that are cut but not consumed, per worker. */
const AHEAD_PER_WORKER = 8;
/** How long a consumer waits for the result of a pure item that a worker is past, or has not come to. */
const PASSED_MS = 250;
const STARVED_MS = 3000;
const HELP_ITEM_MS = 20;

const FAILED = 'it failed in a worker: run again, for the genuine error';
const REFUSED = 'Node refused in a thread what it did';

let calls = 0;

export interface CallOptions {
  readonly link: Link;
  readonly record: TaskRecord;
  readonly source: Source<unknown>;
  readonly stats: CallStats;
  /** Only so much is handed out ahead of the consumer. */
  readonly bounded: boolean;
  /** The call may go on without workers: `inline: 'auto'`. */
  readonly thrifty: boolean;
  /** Results are taken as they come, with {@link Call.takeFinished}. */
  readonly unordered: boolean;
  readonly transfer: ((item: unknown) => readonly ArrayBuffer[]) | null;
  readonly chunkSize: number | 'auto';
  readonly wire: Omit<CallRecord, 'id'>;
}

/** One call of a pool whose items go to workers, as its consumer sees it: chunks in order, a window of them in flight. */
export class Call {
  /** Something has arrived; asynchronous callers are told. */
  onArrival: (() => void) | null = null;
  readonly #link: Link;
  readonly #blocks: boolean;
  readonly #record: TaskRecord;
  readonly #sizer: ChunkSizer;
  readonly #cutter: Cutter;
  readonly #jobs: Jobs;
  readonly #costs: Costs;
  readonly #stats: CallStats;
  /** Items stay here once copying them turns out to eat the gain. */
  readonly #thrifty: boolean;
  readonly #maxAhead: number;
  /** Chunks that nobody has taken. */
  readonly #queue: Chunk[] = [];
  #left = false;
  #givenUp = false;
  /** Workers had no time for the call when it waited last, and it has not heard of any since. */
  #starved = false;

  constructor(options: CallOptions) {
    const { link, record, stats, transfer, bounded } = options;
    const wire = { ...options.wire, id: (calls += 1) };
    stats.workers = link.workers;
    this.#link = link;
    this.#blocks = wire.sync;
    this.#stats = stats;
    this.#record = record;
    this.#thrifty = options.thrifty;
    this.#maxAhead = bounded ? link.workers * AHEAD_PER_WORKER : Infinity;
    this.#costs = new Costs(stats);
    this.#sizer = new ChunkSizer(options.chunkSize, link.workers, !bounded, record.costMs);
    const blocks = !bounded && transfer === null;
    this.#cutter = new Cutter(options.source, this.#sizer, this.#costs, record.classes, blocks, wire.maxItems);
    const arrived = (): void => {
      this.#starved = false;
      this.onArrival?.();
    };
    const common = { link, record, stats, costs: this.#costs, sizer: this.#sizer };
    this.#jobs = new Jobs({ ...common, wire, transfer, arrived, speculative: bounded, unordered: options.unordered });
  }

  /** Hands out as much work as the window allows. Runs the items' iterator, nothing else of the user's. */
  pump(): void {
    while (this.#jobs.wanted) {
      const again = this.#jobs.sendAgain();
      if (again === false) return;
      if (again === null && (this.#queue.length >= this.#maxAhead || !this.#cut())) return;
    }
  }

  /** The next chunk in order, or null at the end. Throws what the items' iterator threw, at its place. */
  shift(): Chunk | null {
    this.pump();
    if (this.#queue.length === 0) this.#cut();
    const chunk = this.#queue.shift();
    if (chunk !== undefined) return chunk;
    this.throwSourceError();
    return null;
  }

  /** What the items' iterator threw belongs behind the last result. */
  throwSourceError(): void {
    if (this.#cutter.failure !== null) throw this.#cutter.failure.error;
  }

  /** Whether the first item, and those that travel with it, are numbers. */
  beginsWithNumbers(): boolean {
    this.pump();
    const first = this.#queue[0];
    return first !== undefined && first.first === 0 && first.output !== null;
  }

  /** A position that has an outcome, in no particular order; null where nothing has come yet. */
  takeFinished(): Finished | null {
    const next = this.#jobs.finished?.shift();
    if (next === undefined) return null;
    const { chunk } = next;
    chunk.taken += 1;
    if (chunk.taken === chunk.items.length) this.#queue.splice(this.#queue.indexOf(chunk), 1);
    return next;
  }

  /** No worker will ever run an item of the call. */
  throwIfFatal(): void {
    if (this.#jobs.fatal !== null) throw this.#jobs.fatal;
  }

  get isUnordered(): boolean {
    return this.#jobs.finished !== null;
  }

  /** Whether every item that was cut has been handed out. */
  get isEmpty(): boolean {
    return this.#queue.length === 0;
  }

  outcome(chunk: Chunk, position: number): Outcome {
    if (chunk.states[position] === WAITING) this.throwIfFatal();
    return outcomeOf(chunk, position, this.#record, this.#givenUp);
  }

  /**
   * How long to wait for a result before making it here, or null for as long as it takes. `started` is what must not change
   * meanwhile: a job that moves on delivers by itself. A job that is past
   * the position has the result, but it waits behind an item that takes long; and workers that are all busy with items
   * further on, or with those of a loop that may be left, may never come to it. Where they will, only a call that blocks
   * anyhow makes it here instead.
   */
  patience(chunk: Chunk, position: number): { readonly ms: number; readonly started: number } | null {
    if (!this.#record.pure) return null;
    const maybeNever = this.#blocks || this.#link.speculates || this.#jobs.outOfOrder;
    // Threads that still start up are not busy with anything else.
    const starved = this.#link.warm && maybeNever ? { ms: this.#starved ? 0 : STARVED_MS, started: 0 } : null;
    for (const job of chunk.jobs.values()) {
      const at = job.positions === null ? position : job.positions.indexOf(position);
      if (at < 0) continue;
      const started = this.#link.started(job.slot);
      // Past its last item, all of its results are on their way, however busy the machine is: only who blocks does not wait for them.
      if (started > job.count) return this.#blocks ? { ms: STARVED_MS, started } : null;
      if (started > at + 1) return { ms: PASSED_MS, started };
      return started === 0 ? starved : null;
    }
    return starved;
  }

  /**
   * Takes a job back that no worker has begun with, so that the calling thread runs its items instead of waiting: while
   * threads start, or while all are busy with something else. Not for items so slow that workers would run out of work meanwhile.
   */
  help(chunk: Chunk, position: number): boolean {
    if ((this.#sizer.costMs ?? Infinity) > HELP_ITEM_MS || chunk.moved) return false;
    for (const job of chunk.jobs.values()) {
      if (!(job.positions?.includes(position) ?? true) || job.takenBack) continue;
      return this.#jobs.takeBack(chunk, job, 'auto: the calling thread helped');
    }
    return false;
  }

  /** Gives up on a result from the workers. */
  takeInline(chunk: Chunk, position: number): void {
    if (chunk.states[position] !== WAITING) return;
    this.#starved = this.patience(chunk, position)?.started === 0;
    this.#jobs.keep(chunk, position, 'waited: the workers were busy with items further on');
  }

  /** Counts an item by where its outcome is made: one that a worker computed in vain, by the calling thread that computes it again. */
  count(chunk: Chunk, position: number, outcome: Outcome): void {
    const state = chunk.states[position];
    const returned = state === VALUE || state === THREW || state === UNSENDABLE || state === DIED;
    if (!returned) this.#stats.inline();
    else if (outcome.type !== 'inline') this.#stats.inWorker();
    else {
      if (state === THREW) this.#stats.reason(outcome.orElse === undefined ? REFUSED : FAILED);
      this.#stats.inlineAgain();
    }
  }

  /** What items of the call have cost; null where none has come back. */
  get itemCosts(): ItemCosts | null {
    return this.#costs.perItem();
  }

  /**
   * The loop is over: nothing more is handed out.
   * @param early It was left before the end, so what still runs is given up.
   */
  leave(early: boolean): void {
    if (this.#left) return;
    this.#left = true;
    this.#givenUp = early;
    this.#jobs.stop(early);
    this.#cutter.close();
  }

  /** Hands out the next chunk. Returns false at the end, and where too much is in flight. */
  #cut(): boolean {
    if (this.#cutter.failure !== null || this.#left) return false;
    const { chunk, guard, obstacles } = this.#cutter.cut();
    if (chunk === null) return false;
    this.#queue.push(chunk);
    for (const [position, reason] of obstacles) this.#jobs.keep(chunk, position, `item: ${reason}`);
    const reason = this.#reasonToKeep(chunk);
    const whole = obstacles.length === 0;
    if (whole && reason === null) return this.#jobs.send(chunk, null, guard);
    const positions = waitingPositions(chunk);
    if (reason !== null) for (const position of positions) this.#jobs.keep(chunk, position, reason);
    else if (positions.length > 0) return this.#jobs.send(chunk, positions);
    return true;
  }

  /** Why items that could travel run here after all, or null. Numbers of a block are copied already. */
  #reasonToKeep(chunk: Chunk): string | null {
    if (chunk.output !== null) return null;
    if (this.#record.unloadable !== null) return `module: ${this.#record.unloadable}`;
    return this.#thrifty && this.#costs.lose(this.#link.workers)
      ? 'auto: copying items costs more than it saves'
      : null;
  }
}
