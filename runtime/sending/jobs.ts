import { DIED, indexAt, INLINE, positionAt, WAITING, waitingPositions, type Chunk, type RunningJob } from './chunk.js';
import type { ChunkSizer } from './chunks.js';
import { sizeOf, type Payload } from '../wire/codec.js';
import type { Costs } from '../inline/costs.js';
import { PoolError, restoreError } from '../errors.js';
import type { Answer, Link } from './link.js';
import { buffersOf, payloadOf } from '../wire/payload.js';
import type { CallRecord, Part } from '../wire/protocol.js';
import type { CallStats } from '../inline/stats.js';
import { storePart, unpackPart } from './storePart.js';
import type { TaskRecord } from '../task.js';
import type { Guard } from '../wire/transfer.js';
import { warnInline } from '../inline/warn.js';

const JOBS_PER_WORKER = 3;

/** A position whose outcome is there. */
export interface Finished {
  readonly chunk: Chunk;
  readonly position: number;
}

export interface JobsOptions {
  readonly link: Link;
  readonly record: TaskRecord;
  readonly stats: CallStats;
  readonly costs: Costs;
  readonly sizer: ChunkSizer;
  readonly wire: CallRecord;
  readonly transfer: ((item: unknown) => readonly ArrayBuffer[]) | null;
  /** The loop may be left before it comes to an item. */
  readonly speculative: boolean;
  /** Something has come, or it is worth another try to send. */
  readonly arrived: () => void;
  /** Results are taken as they come, from {@link Jobs.finished}. */
  readonly unordered: boolean;
}

/** The jobs of a call: sends chunks to the workers, stores what comes back, and sends again what a worker took with it. */
export class Jobs {
  /** No worker will ever run an item of the call. */
  fatal: Error | null = null;
  /** An item that is waited for may be behind later ones of the call: it was sent again. */
  outOfOrder = false;
  /** Positions whose outcome nobody has taken, where results are taken as they come. */
  readonly finished: Finished[] | null;
  readonly #link: Link;
  readonly #record: TaskRecord;
  readonly #stats: CallStats;
  readonly #costs: Costs;
  readonly #sizer: ChunkSizer;
  readonly #wire: CallRecord;
  readonly #transfer: JobsOptions['transfer'];
  readonly #speculative: boolean;
  readonly #arrived: () => void;
  /** Chunks with jobs in flight, handed out or already being consumed. */
  readonly #active = new Set<Chunk>();
  readonly #unsent: { readonly chunk: Chunk; readonly positions: number[] | null }[] = [];
  #running = 0;
  #stopped = false;

  constructor(options: JobsOptions) {
    this.#link = options.link;
    this.#record = options.record;
    this.#stats = options.stats;
    this.#costs = options.costs;
    this.#sizer = options.sizer;
    this.#wire = options.wire;
    this.#transfer = options.transfer;
    this.#speculative = options.speculative;
    this.#arrived = options.arrived;
    this.finished = options.unordered ? [] : null;
  }

  /** Whether the workers can do with more. */
  get wanted(): boolean {
    return !this.#stopped && this.#running < this.#link.workers * JOBS_PER_WORKER && this.#link.broken === null;
  }

  /** Sends what could not be sent, or what a worker took with it. Returns null where there is nothing, false when too much is in flight. */
  sendAgain(): boolean | null {
    const again = this.#unsent.shift();
    return again === undefined ? null : this.send(again.chunk, again.positions);
  }

  /**
   * False when too much is in flight already.
   * @param positions Null: all.
   * @param checked Has seen all items, and stopped none.
   */
  send(chunk: Chunk, positions: number[] | null, checked?: Guard): boolean {
    const items = positions === null ? (chunk.items as unknown[]) : positions.map((position) => chunk.items[position]);
    let payload: Payload;
    const moved = this.#transfer === null ? [] : buffersOf(this.#transfer(items[0]));
    try {
      const from = performance.now();
      payload = payloadOf(items, moved, this.#record.classes, checked);
      this.#costs.copied(items.length, performance.now() - from);
    } catch (error) {
      for (const position of positions ?? waitingPositions(chunk))
        this.keep(chunk, position, `item: a value that cannot be cloned (${String(error)})`);
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
        this.#speculative,
        (answer) => this.#receive(chunk, seq, answer),
        this.#arrived,
      );
    } catch (error) {
      if (this.#link.broken !== null) throw error;
      this.keep(chunk, 0, `item: a buffer that cannot be moved (${String(error)})`);
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
    this.#running += 1;
    this.#stats.bytesCopied += payload.data.byteLength;
    return true;
  }

  /** Takes a job back none of whose items has begun: they stay on the calling thread. False where one has. */
  takeBack(chunk: Chunk, job: RunningJob, reason: string): boolean {
    if (!this.#link.takeBack(job.slot)) return false;
    job.takenBack = true;
    // Its answer comes only once a worker gets to it, which may be late: others are sent meanwhile.
    this.#running -= 1;
    for (let i = 0; i < job.count; i += 1) {
      const at = positionAt(job, i) ?? 0;
      if (chunk.states[at] === WAITING) this.keep(chunk, at, reason);
    }
    return true;
  }

  /** An item stays on the calling thread. */
  keep(chunk: Chunk, position: number, reason: string): void {
    chunk.states[position] = INLINE;
    this.finished?.push({ chunk, position });
    chunk.failures.set(position, reason);
    this.#stats.reason(reason);
  }

  /**
   * Nothing more is sent.
   * @param early What still runs is given up.
   */
  stop(early: boolean): void {
    this.#stopped = true;
    if (!early || this.#running === 0 || this.#link.broken !== null) return;
    const slots = [...this.#active].flatMap((chunk) => [...chunk.jobs.values()].map((job) => job.slot));
    this.#link.cancel(this.#wire.id, slots);
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
        this.fatal = new PoolError(
          `pool "${this.#link.name}": its initializer failed in a worker: ${name}: ${message}`,
          {
            cause: restoreError(answer.error),
          },
        );
      } else this.#died(chunk, job, answer);
    }
    if (job.ended && job.missing <= 0) this.#finish(chunk, seq);
    this.#arrived();
  }

  #finish(chunk: Chunk, seq: number): void {
    const job = chunk.jobs.get(seq);
    if (job === undefined) return;
    chunk.jobs.delete(seq);
    if (chunk.jobs.size === 0) this.#active.delete(chunk);
    if (!job.takenBack) this.#running -= 1;
    this.#link.settle(seq);
  }

  #part(chunk: Chunk, job: RunningJob, received: Part): void {
    const from = performance.now();
    const unpacked = unpackPart(received, this.#record.classes);
    const { part } = unpacked;
    job.missing -= part.count;
    this.#sizer.observe(part.count, part.ms + part.copyMs);
    this.#costs.returned(part.count, part.ms, part.copyMs);
    this.#stats.bytesCopied += (part.values === null ? part.count * 8 : sizeOf(part.values)) + part.capturedBytes;
    this.#stats.finish(storePart(chunk, job, unpacked, `${this.#link.name} ${part.worker}`, this.finished));
    this.#costs.copied(0, performance.now() - from);
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
        this.keep(chunk, position, `module: ${this.#record.unloadable ?? reason}`);
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
      this.finished?.push({ chunk, position: lost });
      chunk.failures.set(lost, { kind: death.kind, worker: death.worker, error: death.error });
    }
    const positions = left.filter((position) => chunk.states[position] === WAITING);
    if (positions.length === 0 || this.#stopped) return;
    this.#unsent.push({ chunk, positions });
    this.outOfOrder = true;
  }
}
