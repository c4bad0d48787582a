import type { Block } from './block.js';
import {
  cutBlock,
  cutChunk,
  DIED,
  indexAt,
  INLINE,
  positionAt,
  WAITING,
  waitingPositions,
  type Chunk,
  type RunningJob,
} from './chunk.js';
import { storePart } from './storePart.js';
import { outcomeOf, type Outcome } from './outcome.js';
import { ChunkSizer } from './chunks.js';
import { Costs, type ItemCosts } from './costs.js';
import { PoolError, restoreError } from './errors.js';
import { buffersOf, payloadOf } from './payload.js';
import { sizeOf, type Payload } from './codec.js';
import type { Answer, Link } from './link.js';
import { THREW, UNSENDABLE, VALUE, type CallRecord, type Part } from './protocol.js';
import type { Source } from './source.js';
import type { CallStats } from './stats.js';
import type { TaskRecord } from './task.js';
import { Guard } from './transfer.js';
import { warnInline } from './warn.js';

/** Chunks that are cut but not consumed, and jobs in flight, per worker. */
const AHEAD_PER_WORKER = 8;
const JOBS_PER_WORKER = 3;
/** How long a consumer waits for the result of a pure item that a worker is past, or has not come to. */
const PASSED_MS = 250;
const STARVED_MS = 3000;
const HELP_ITEM_MS = 20;

let calls = 0;

/** One call of a pool whose items go to workers: cuts chunks, keeps a window of them in flight, collects results. */
export class Call {
  /** Something has arrived; asynchronous callers are told. */
  onArrival: (() => void) | null = null;
  readonly #id = (calls += 1);
  readonly #link: Link;
  readonly #record: TaskRecord;
  readonly #source: Source<unknown>;
  readonly #sizer: ChunkSizer;
  readonly #stats: CallStats;
  readonly #wire: CallRecord;
  readonly #maxAhead: number;
  readonly #costs = new Costs();
  /** Items stay here once copying them turns out to eat the gain. */
  readonly #thrifty: boolean;
  readonly #queue: Chunk[] = [];
  /** Chunks with jobs in flight, in the queue or already being consumed. */
  readonly #active = new Set<Chunk>();
  readonly #unsent: { readonly chunk: Chunk; readonly positions: number[] | null }[] = [];
  /** Positions whose outcome nobody has taken; null where results are taken in order. */
  readonly #finished: { readonly chunk: Chunk; readonly position: number }[] | null;
  readonly #transfer: ((item: unknown) => readonly ArrayBuffer[]) | null;
  /** Numbers travel block by block, where results are collected. */
  #blocks: boolean;
  #block: Block | null = null;
  #blockAt = 0;
  #jobs = 0;
  #fatal: Error | null = null;
  #sourceError: { readonly error: unknown } | null = null;
  #left = false;
  #givenUp = false;

  constructor(options: {
    readonly link: Link;
    readonly record: TaskRecord;
    readonly source: Source<unknown>;
    readonly stats: CallStats;
    readonly bounded: boolean;
    /** The call may go on without workers: `inline: 'auto'`. */
    readonly thrifty: boolean;
    /** Results are taken as they come, with {@link Call.takeFinished}. */
    readonly unordered: boolean;
    readonly transfer: ((item: unknown) => readonly ArrayBuffer[]) | null;
    readonly chunkSize: number | 'auto';
    readonly wire: Omit<CallRecord, 'id'>;
  }) {
    this.#link = options.link;
    this.#record = options.record;
    this.#source = options.source;
    this.#stats = options.stats;
    this.#stats.workers = this.#link.workers;
    this.#sizer = new ChunkSizer(options.chunkSize, this.#link.workers, this.#record.costMs);
    this.#finished = options.unordered ? [] : null;
    this.#transfer = options.transfer;
    this.#thrifty = options.thrifty;
    this.#blocks = !options.bounded && this.#transfer === null;
    this.#maxAhead = options.bounded ? this.#link.workers * AHEAD_PER_WORKER : Infinity;
    this.#wire = { ...options.wire, id: this.#id };
  }

  /** Hands out as much work as the window allows. Runs the items' iterator, nothing else of the user's. */
  pump(): void {
    while (!this.#left && this.#jobs < this.#link.workers * JOBS_PER_WORKER && this.#link.broken === null) {
      const again = this.#unsent.shift();
      if (again !== undefined) {
        if (!this.#send(again.chunk, again.positions)) return;
      } else if (this.#queue.length >= this.#maxAhead || !this.#cut()) return;
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
    if (this.#sourceError !== null) throw this.#sourceError.error;
  }

  /** A position that has an outcome, in no particular order; null where nothing has come yet. */
  takeFinished(): { readonly chunk: Chunk; readonly position: number } | null {
    const next = this.#finished?.shift();
    if (next === undefined) return null;
    const { chunk } = next;
    chunk.taken += 1;
    if (chunk.taken === chunk.items.length) this.#queue.splice(this.#queue.indexOf(chunk), 1);
    return next;
  }

  /** No worker will ever run an item of the call. */
  throwIfFatal(): void {
    if (this.#fatal !== null) throw this.#fatal;
  }

  get isUnordered(): boolean {
    return this.#finished !== null;
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
   * further on, or with other calls, may never come to it.
   */
  patience(chunk: Chunk, position: number): { readonly ms: number; readonly started: number } | null {
    if (!this.#record.pure) return null;
    // Threads that still start up are not busy with anything else.
    const starved = this.#link.warm ? { ms: STARVED_MS, started: 0 } : null;
    for (const job of chunk.jobs.values()) {
      const at = job.positions === null ? position : job.positions.indexOf(position);
      if (at < 0) continue;
      const started = this.#link.started(job.slot);
      return started > at + 1 ? { ms: PASSED_MS, started } : started === 0 ? starved : null;
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
      if (!this.#link.takeBack(job.slot)) return false;
      job.takenBack = true;
      for (let i = 0; i < job.count; i += 1) {
        const at = positionAt(job, i) ?? 0;
        if (chunk.states[at] === WAITING) this.#keep(chunk, at, 'auto: the calling thread helped');
      }
      return true;
    }
    return false;
  }

  /** Gives up on a result from the workers. */
  takeInline(chunk: Chunk, position: number): void {
    if (chunk.states[position] === WAITING)
      this.#keep(chunk, position, 'waited: the workers were busy with items further on');
  }

  /** Whether the outcome was made by a worker, for the counts. */
  ranInWorker(chunk: Chunk, position: number): boolean {
    const state = chunk.states[position];
    return state === VALUE || state === THREW || state === UNSENDABLE || state === DIED;
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
    if (early && this.#jobs > 0 && this.#link.broken === null) {
      this.#link.cancel(
        this.#id,
        [...this.#active].flatMap((chunk) => [...chunk.jobs.values()].map((job) => job.slot)),
      );
    }
    this.#source.close();
  }

  #cut(): boolean {
    if (this.#sourceError !== null || this.#left) return false;
    const size = Math.min(this.#sizer.next(this.#remaining()), this.#wire.maxItems ?? Infinity);
    if (this.#nextBlock()) return this.#cutBlock(size);
    const { chunk, guard, guardMs, obstacles, failure } = cutChunk(this.#source, size);
    this.#copied(0, guardMs);
    this.#sourceError = failure;
    if (chunk === null) return false;
    this.#queue.push(chunk);
    for (const [position, reason] of obstacles) this.#keep(chunk, position, `item: ${reason}`);
    const positions = waitingPositions(chunk);
    const reason = this.#reasonToKeep();
    if (reason !== null) for (const position of positions) this.#keep(chunk, position, reason);
    else if (positions.length > 0)
      return this.#send(chunk, obstacles.length === 0 ? null : positions, obstacles.length === 0 ? guard : undefined);
    return true;
  }

  /** Why items that could travel run here after all, or null. */
  #reasonToKeep(): string | null {
    if (this.#record.unloadable !== null) return `module: ${this.#record.unloadable}`;
    return this.#thrifty && this.#costs.lose(this.#link.workers)
      ? 'auto: copying items costs more than it saves'
      : null;
  }

  /** Items that were not cut yet; null where nobody knows. */
  #remaining(): number | null {
    const inSource = this.#source.remaining();
    return inSource === null || this.#block === null ? inSource : inSource + this.#block.input.length - this.#blockAt;
  }

  /** Whether the next items are numbers of a block. */
  #nextBlock(): boolean {
    if (this.#block !== null && this.#blockAt < this.#block.input.length) return true;
    if (!this.#blocks) return false;
    const from = performance.now();
    this.#block = this.#source.block?.() ?? null;
    this.#copied(0, performance.now() - from);
    this.#blockAt = 0;
    this.#blocks = this.#block !== null;
    return this.#blocks;
  }

  #cutBlock(size: number): boolean {
    if (this.#block === null) return false;
    const chunk = cutBlock(this.#block, this.#blockAt, size);
    this.#blockAt += chunk.items.length;
    this.#queue.push(chunk);
    return this.#send(chunk, null);
  }

  #copied(items: number, ms: number): void {
    this.#costs.copied(items, ms);
    this.#stats.copyMs += ms;
  }

  #keep(chunk: Chunk, position: number, reason: string): void {
    chunk.states[position] = INLINE;
    this.#finished?.push({ chunk, position });
    chunk.failures.set(position, reason);
    this.#stats.reason(reason);
  }

  /**
   * False when too much is in flight already.
   * @param positions Null: all.
   * @param checked Has seen all items, and stopped none.
   */
  #send(chunk: Chunk, positions: number[] | null, checked?: Guard): boolean {
    const items = positions === null ? (chunk.items as unknown[]) : positions.map((position) => chunk.items[position]);
    let payload: Payload;
    const moved = this.#transfer === null ? [] : buffersOf(this.#transfer(items[0]));
    try {
      const from = performance.now();
      payload = payloadOf(items, moved, checked);
      this.#copied(items.length, performance.now() - from);
    } catch (error) {
      for (const position of positions ?? waitingPositions(chunk))
        this.#keep(chunk, position, `item: a value that cannot be cloned (${String(error)})`);
      return true;
    }
    const indices =
      positions === null ? (chunk.indices ?? chunk.first) : positions.map((position) => indexAt(chunk, position));
    const count = items.length;
    const job: RunningJob = { slot: 0, positions, count, missing: count, ended: false, takenBack: false };
    let seq = 0;
    let sent: ReturnType<Link['send']>;
    try {
      sent = this.#link.send(
        { call: this.#wire, items: payload, indices, output: positions === null ? chunk.output : null },
        (answer) => this.#receive(chunk, seq, answer),
        () => this.onArrival?.(),
      );
    } catch (error) {
      if (this.#link.broken !== null) throw error;
      this.#keep(chunk, 0, `item: a buffer that cannot be moved (${String(error)})`);
      return true;
    }
    if (sent === null) {
      this.#unsent.unshift({ chunk, positions });
      return false;
    }
    seq = sent.seq;
    chunk.jobs.set(seq, { ...job, slot: sent.slot });
    chunk.moved = moved.length > 0;
    this.#active.add(chunk);
    this.#jobs += 1;
    this.#stats.bytesCopied += payload.data.byteLength;
    return true;
  }

  #receive(chunk: Chunk, seq: number, answer: Answer | null): void {
    const job = chunk.jobs.get(seq);
    if (job === undefined) return;
    if (answer === null) this.#finish(chunk, seq);
    else if (job.takenBack) {
      job.ended = true;
      job.missing = 0;
    } else if (answer.type === 'part') this.#part(chunk, job, answer.part);
    else {
      job.ended = true;
      if (answer.type === 'end' && answer.part !== null) this.#part(chunk, job, answer.part);
      else if (answer.type === 'end')
        job.missing = 0; // cancelled: nobody wants the rest
      else if (answer.type === 'unloadable') this.#unloadable(chunk, job, answer.reason);
      else if (answer.type === 'uninitialized') {
        job.missing = 0;
        const { name, message } = answer.error;
        this.#fatal = new PoolError(
          `pool "${this.#link.name}": its initializer failed in a worker: ${name}: ${message}`,
          {
            cause: restoreError(answer.error),
          },
        );
      } else this.#died(chunk, job, answer);
    }
    if (job.ended && job.missing <= 0) this.#finish(chunk, seq);
    this.onArrival?.();
  }

  #finish(chunk: Chunk, seq: number): void {
    if (!chunk.jobs.delete(seq)) return;
    if (chunk.jobs.size === 0) this.#active.delete(chunk);
    this.#jobs -= 1;
    this.#link.settle(seq);
  }

  #part(chunk: Chunk, job: RunningJob, part: Part): void {
    job.missing -= part.count;
    this.#sizer.observe(part.count, part.ms + part.copyMs);
    this.#costs.returned(part.count, part.ms, part.copyMs);
    this.#stats.workerMs += part.ms;
    this.#stats.workerCopyMs += part.copyMs;
    this.#stats.bytesCopied += (part.values === null ? part.count * 8 : sizeOf(part.values)) + part.capturedBytes;
    const from = performance.now();
    this.#stats.finish(storePart(chunk, job, part, `${this.#link.name} ${part.worker}`, this.#finished));
    this.#copied(0, performance.now() - from);
    for (const [, reason] of part.reasons) this.#stats.reason(`result: ${reason}`);
  }

  #unloadable(chunk: Chunk, job: RunningJob, reason: string): void {
    job.missing = 0;
    if (this.#record.unloadable === null) {
      this.#record.unloadable = `no worker can load its module: ${reason}`;
      warnInline(this.#record);
    }
    for (let i = 0; i < job.count; i += 1) {
      const position = positionAt(job, i) ?? 0;
      if (chunk.states[position] === WAITING)
        this.#keep(chunk, position, `module: ${this.#record.unloadable ?? reason}`);
    }
  }

  /** The worker is gone: the item it was at has failed, the others are sent again. */
  #died(chunk: Chunk, job: RunningJob, death: Extract<Answer, { type: 'died' }>): void {
    job.missing = 0;
    if (death.started <= 0) {
      // It never got to an item, so the module is to blame: loading it ends the thread.
      if (death.kind !== 'cancelled')
        this.#unloadable(chunk, job, `loading it in a worker fails (${death.error.message})`);
      return;
    }
    // Past its last item: the results were lost on the way. Once more, then it is the first one's fault.
    const blamed = positionAt(job, death.started - 1);
    if (blamed === undefined) chunk.retries += 1;
    const left = waitingPositions(chunk).filter((position) => job.positions?.includes(position) ?? true);
    const lost = blamed === undefined && chunk.retries > 2 ? left[0] : blamed;
    if (lost !== undefined && chunk.states[lost] === WAITING && death.kind !== 'cancelled') {
      chunk.states[lost] = DIED;
      this.#stats.finish();
      this.#finished?.push({ chunk, position: lost });
      chunk.failures.set(lost, { kind: death.kind, worker: death.worker, error: death.error });
    }
    const positions = left.filter((position) => chunk.states[position] === WAITING);
    if (positions.length > 0 && !this.#left) this.#unsent.push({ chunk, positions });
  }
}
