import { cutChunk, DIED, INLINE, WAITING, waitingPositions, type Chunk, type RunningJob } from './chunk.js';
import { outcomeOf, type Outcome } from './outcome.js';
import { ChunkSizer } from './chunks.js';
import { fail } from './check.js';
import { PoolError, restoreError } from './errors.js';
import { decode, encode, sizeOf, type Payload } from './codec.js';
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
  readonly #queue: Chunk[] = [];
  /** Chunks with jobs in flight, in the queue or already being consumed. */
  readonly #active = new Set<Chunk>();
  readonly #unsent: { readonly chunk: Chunk; readonly positions: number[] }[] = [];
  /** Positions whose outcome nobody has taken; null where results are taken in order. */
  readonly #finished: { readonly chunk: Chunk; readonly position: number }[] | null;
  readonly #transfer: ((item: unknown) => readonly ArrayBuffer[]) | null;
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
      const at = job.positions.indexOf(position);
      if (at < 0) continue;
      const started = this.#link.started(job.slot);
      return started > at + 1 ? { ms: PASSED_MS, started } : started === 0 ? starved : null;
    }
    return starved;
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

  get costMs(): number | null {
    return this.#sizer.costMs;
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
    const size = Math.min(this.#sizer.next(this.#source.remaining()), this.#wire.maxItems ?? Infinity);
    const { chunk, guard, obstacles, failure } = cutChunk(this.#source, size);
    this.#sourceError = failure;
    if (chunk === null) return false;
    this.#queue.push(chunk);
    for (const [position, reason] of obstacles) this.#keep(chunk, position, `item: ${reason}`);
    const positions = waitingPositions(chunk);
    const { unloadable } = this.#record;
    if (unloadable !== null) for (const position of positions) this.#keep(chunk, position, `module: ${unloadable}`);
    else if (positions.length > 0) return this.#send(chunk, positions, obstacles.length === 0 ? guard : undefined);
    return true;
  }

  #keep(chunk: Chunk, position: number, reason: string): void {
    chunk.states[position] = INLINE;
    this.#finished?.push({ chunk, position });
    chunk.failures.set(position, reason);
    this.#stats.reason(reason);
  }

  /** False when too much is in flight already. */
  #send(chunk: Chunk, positions: number[], checked?: Guard): boolean {
    const all = positions.length === chunk.items.length;
    const items = all ? chunk.items : positions.map((position) => chunk.items[position]);
    let payload: Payload;
    const moved = this.#transfer === null ? [] : buffersOf(this.#transfer(items[0]));
    try {
      let guard = checked;
      if (guard === undefined) {
        guard = new Guard();
        for (const item of items) guard.obstacle(item);
      }
      const from = performance.now();
      payload = encode(items, guard, moved);
      this.#stats.copyMs += performance.now() - from;
    } catch (error) {
      for (const position of positions)
        this.#keep(chunk, position, `item: a value that cannot be cloned (${String(error)})`);
      return true;
    }
    const first = chunk.indices[positions[0] ?? 0] ?? 0;
    const last = chunk.indices[positions[positions.length - 1] ?? 0] ?? 0;
    const indices =
      last - first === positions.length - 1 ? first : positions.map((position) => chunk.indices[position] ?? 0);
    const job: RunningJob = { slot: 0, positions, missing: positions.length, ended: false };
    let seq = 0;
    let sent: ReturnType<Link['send']>;
    try {
      sent = this.#link.send(
        { call: this.#wire, items: payload, indices },
        (answer) => this.#receive(chunk, seq, answer),
        () => this.onArrival?.(),
      );
    } catch (error) {
      if (this.#link.broken !== null) throw error;
      this.#keep(chunk, positions[0] ?? 0, `item: a buffer that cannot be moved (${String(error)})`);
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
    else if (answer.type === 'part') this.#part(chunk, job, answer.part);
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
    const count = part.states.length;
    job.missing -= count;
    this.#sizer.observe(count, part.ms);
    this.#stats.workerMs += part.ms;
    this.#stats.bytesCopied += sizeOf(part.values) + part.capturedBytes;
    const from = performance.now();
    const values = decode(part.values);
    this.#stats.copyMs += performance.now() - from;
    for (let i = 0; i < count; i += 1) {
      const position = job.positions[part.from + i] ?? 0;
      // Another way to the result may have been quicker.
      if (chunk.states[position] !== WAITING) continue;
      chunk.states[position] = part.states[i] ?? VALUE;
      chunk.values[position] = values[i];
      this.#stats.finish();
      this.#finished?.push({ chunk, position });
    }
    const worker = `${this.#link.name} ${part.worker}`;
    for (const [at, error] of part.errors) chunk.failures.set(job.positions[at] ?? 0, { kind: 'threw', worker, error });
    for (const [at, reason] of part.reasons) {
      this.#stats.reason(`result: ${reason}`);
      const position = job.positions[at] ?? 0;
      if (!chunk.failures.has(position)) chunk.failures.set(position, reason);
    }
  }

  #unloadable(chunk: Chunk, job: RunningJob, reason: string): void {
    job.missing = 0;
    if (this.#record.unloadable === null) {
      this.#record.unloadable = `no worker can load its module: ${reason}`;
      warnInline(this.#record);
    }
    for (const position of job.positions) {
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
    const past = job.positions[death.started - 1] === undefined;
    if (past) chunk.retries += 1;
    const lost =
      past && chunk.retries > 2
        ? job.positions.find((position) => chunk.states[position] === WAITING)
        : job.positions[death.started - 1];
    if (lost !== undefined && chunk.states[lost] === WAITING && death.kind !== 'cancelled') {
      chunk.states[lost] = DIED;
      this.#stats.finish();
      this.#finished?.push({ chunk, position: lost });
      chunk.failures.set(lost, { kind: death.kind, worker: death.worker, error: death.error });
    }
    const positions = job.positions.filter((position) => chunk.states[position] === WAITING);
    if (positions.length > 0 && !this.#left) this.#unsent.push({ chunk, positions });
  }
}

function buffersOf(buffers: unknown): readonly ArrayBuffer[] {
  if (!Array.isArray(buffers) || !buffers.every((buffer) => buffer instanceof ArrayBuffer))
    fail('options.transfer: expected a function that returns an array of ArrayBuffers', buffers);
  return buffers;
}
