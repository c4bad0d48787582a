import type { Classes } from '../wire/classes.js';
import { decode, decodeCaptures, encode, sizeOf } from '../wire/codec.js';
import { describeError, type ErrorRecord } from '../errors.js';
import { isThenable, notDeclared } from '../inline/inline.js';
import { cancelCell, startedCell, THREW, TICK, UNSENDABLE, VALUE, type Job, type Part } from '../wire/protocol.js';
import type { TaskContext, TaskFunction } from '../task.js';
import { number, tell } from './thisWorker.js';
import { Guard } from '../wire/transfer.js';

/** Decoded captures by call, oldest first. A few calls may take turns; more would only hold memory. */
const captured = new Map<number, { readonly value: unknown; readonly bytes: number }>();
const CAPTURED_CALLS = 4;
const CAPTURED_BYTES = 64 << 20;

/** The results of one job that have not left yet. */
export class Run {
  readonly #job: Job;
  readonly #control: Int32Array;
  readonly #classes: Classes;
  /** Whether results leave at once: an impure item cannot be run again. */
  readonly #impure: boolean;
  readonly #emits: boolean;
  /** Shared memory for results, as long as all are numbers. */
  #output: Float64Array | null;
  #count = 0;
  #values: unknown[] = [];
  #states: number[] = [];
  #errors: [number, ErrorRecord][] = [];
  #from = 0;
  #since = performance.now();
  #tick: number;
  #capturedBytes = 0;
  /** Milliseconds that copying has taken since results left last. */
  #copyMs = 0;
  #emitted: unknown[] = [];
  #unsettled: PromiseLike<unknown> | null = null;
  /** Of the item that runs, if its task asked for the signal. */
  #cancelling: Cancelling | null = null;

  /** @param classes those of the task */
  constructor(job: Job, control: Int32Array, classes: Classes) {
    this.#classes = classes;
    this.#job = job;
    this.#control = control;
    this.#tick = Atomics.load(control, TICK);
    this.#impure = !job.call.pure;
    this.#emits = job.call.emits;
    this.#output = job.output;
  }

  captures(): unknown {
    const { id, captures } = this.#job.call;
    let entry = captured.get(id);
    if (entry === undefined) {
      entry = { value: decodeCaptures(captures, this.#classes), bytes: sizeOf(captures) };
      captured.set(id, entry);
      this.#capturedBytes = sizeOf(captures);
      forgetCaptures();
    }
    return entry.value;
  }

  /** The items, as objects of this thread. From now on the time is the tasks'. */
  items(): ArrayLike<unknown> {
    const from = performance.now();
    const items = decode(this.#job.items, this.#classes);
    this.#since = performance.now();
    this.#copyMs = this.#since - from;
    return items;
  }

  begin(index: number): TaskContext {
    return this.#emits ? new EmittingContext(index, this, (this.#emitted = [])) : new WorkerContext(index, this);
  }

  /**
   * Runs items from position `i` on as long as nothing is to be looked after: their results are numbers, nobody cancels, no
   * result has waited for long. Nothing but the task in the loop, because for light items the rest would take longer.
   * @returns The position to go on with.
   */
  numbers(fn: TaskFunction, items: ArrayLike<unknown>, captures: unknown, i: number): number {
    const output = this.#output;
    const { indices, slot } = this.#job;
    if (output === null || typeof indices !== 'number' || this.#impure || this.#emits) return i;
    const control = this.#control;
    const tick = this.#tick;
    const started = startedCell(slot);
    const from = this.#from;
    let at = i;
    try {
      for (; at < items.length && Atomics.load(control, TICK) === tick; at += 1) {
        control[started] = at + 1;
        const result = fn(items[at], captures, new WorkerContext(indices + at, this));
        if (typeof result === 'number') output[at] = result;
        else {
          this.#count = at - from;
          if (isThenable(result)) this.#unsettled = result;
          else this.value(result);
          return isThenable(result) ? at : at + 1;
        }
      }
      this.#count = at - from;
      return at;
    } catch (error) {
      this.#count = at - from;
      this.failure(error);
      return at + 1;
    }
  }

  /** The promise of the item that {@link numbers} began with, if it did. */
  takeUnsettled(): PromiseLike<unknown> | null {
    const unsettled = this.#unsettled;
    this.#unsettled = null;
    return unsettled;
  }

  /** Asked for rarely. */
  signal(): AbortSignal {
    this.#cancelling ??= new Cancelling(this.#control, cancelCell(this.#job.slot));
    return this.#cancelling.signal();
  }

  value(result: unknown): void {
    if (this.#output !== null) {
      if (typeof result === 'number') {
        this.#output[this.#from + this.#count] = result;
        this.#count += 1;
        if (this.#cancelling !== null) this.#endSignal();
        return;
      }
      this.#collect();
    }
    this.#add(this.#emits ? this.#emitted : result, VALUE);
  }

  failure(error: unknown): void {
    this.#collect();
    this.#errors.push([this.#from + this.#count, describeError(error)]);
    this.#add(this.#emits ? this.#emitted : undefined, THREW);
  }

  /** Whether results have been waiting for a while, or cannot wait. */
  isDue(): boolean {
    return Atomics.load(this.#control, TICK) !== this.#tick || this.#impure || this.#errors.length > 0;
  }

  flush(): void {
    tell({ type: 'part', part: this.finish() });
  }

  finish(): Part {
    const ms = performance.now() - this.#since;
    const reasons: [number, string][] = [];
    const values = this.#output === null ? this.#encode(reasons) : null;
    const copyMs = this.#copyMs + performance.now() - this.#since - ms;
    const part: Part = {
      seq: this.#job.seq,
      worker: number,
      from: this.#from,
      count: this.#count,
      values,
      states: this.#output === null ? Uint8Array.from(this.#states) : null,
      errors: this.#errors,
      reasons,
      ms,
      copyMs,
      capturedBytes: this.#capturedBytes,
    };
    this.#from += this.#count;
    this.#count = 0;
    this.#values = [];
    this.#states = [];
    this.#errors = [];
    this.#capturedBytes = 0;
    this.#copyMs = 0;
    this.#tick = Atomics.load(this.#control, TICK);
    this.#since = performance.now();
    return part;
  }

  #add(value: unknown, state: number): void {
    this.#values.push(value);
    this.#states.push(state);
    this.#count += 1;
    this.#endSignal();
  }

  /** From now on results are kept here: what is in shared memory leaves first. */
  #collect(): void {
    if (this.#output === null) return;
    if (this.#count > 0) this.flush();
    this.#output = null;
  }

  #endSignal(): void {
    this.#cancelling?.end();
    this.#cancelling = null;
  }

  #encode(reasons: [number, string][]): Part['values'] {
    const guard = new Guard(this.#classes);
    this.#values.forEach((value, i) => {
      const reason = typeof value === 'number' ? null : guard.obstacle(value);
      if (reason !== null) this.#unsendable(i, reason, reasons);
    });
    try {
      return encode(this.#values, guard);
    } catch {
      // Too deep for the serializer: find out which.
      this.#values.forEach((value, i) => {
        try {
          encode([value], new Guard(this.#classes));
        } catch (error) {
          this.#unsendable(i, `a value that cannot be cloned (${describeError(error).message})`, reasons);
        }
      });
      return encode(this.#values, guard);
    }
  }

  #unsendable(i: number, reason: string, reasons: [number, string][]): void {
    reasons.push([this.#from + i, reason]);
    this.#values[i] = undefined;
    // An error keeps its place even when the values before it cannot be shown.
    if (this.#states[i] === VALUE) this.#states[i] = UNSENDABLE;
  }
}

/** Drops the oldest captures while there are too many, but never the newest. */
function forgetCaptures(): void {
  let bytes = 0;
  for (const entry of captured.values()) bytes += entry.bytes;
  for (const [id, entry] of captured) {
    if (captured.size <= 1 || (captured.size <= CAPTURED_CALLS && bytes <= CAPTURED_BYTES)) return;
    captured.delete(id);
    bytes -= entry.bytes;
  }
}

/** One small object an item. */
class WorkerContext implements TaskContext {
  readonly index: number;
  readonly #run: Run;

  constructor(index: number, run: Run) {
    this.index = index;
    this.#run = run;
  }

  get isWorker(): boolean {
    return true;
  }

  get signal(): AbortSignal {
    return this.#run.signal();
  }

  get emit(): <T>(value: T) => T {
    return notDeclared;
  }
}

class EmittingContext extends WorkerContext {
  readonly #values: unknown[];

  constructor(index: number, run: Run, values: unknown[]) {
    super(index, run);
    this.#values = values;
  }

  override get emit(): <T>(value: T) => T {
    return (value) => {
      this.#values.push(value);
      return value;
    };
  }
}

/** The signal of one item: a task that computes sees it change whenever it asks, one that awaits is told. */
class Cancelling {
  readonly #controller = new AbortController();
  readonly #control: Int32Array;
  readonly #cell: number;
  readonly #timer: NodeJS.Timeout;

  constructor(control: Int32Array, cell: number) {
    this.#control = control;
    this.#cell = cell;
    this.#timer = setInterval(() => this.#look(), 20);
    this.#timer.unref();
    Object.defineProperty(this.#controller.signal, 'aborted', { get: () => this.#look(), configurable: true });
  }

  signal(): AbortSignal {
    this.#look();
    return this.#controller.signal;
  }

  end(): void {
    clearInterval(this.#timer);
  }

  #look(): boolean {
    const cancelled = Atomics.load(this.#control, this.#cell) === 1;
    if (cancelled) this.#controller.abort();
    return cancelled;
  }
}
