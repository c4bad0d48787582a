import { inlineContext, isThenable } from '../inline/inline.js';
import { runHere, type Plan } from './plan.js';

/** Between two looks at the clock. */
const BATCH_MS = 1;
const MAX_ITEMS = 1 << 16;

/**
 * Runs items of a call that collects its results on the calling thread, so many at a time that looking at the clock costs nothing:
 * what is left of a light loop is little more than the calls of its task.
 */
export class Batches {
  /** The batch ended at an item whose result is a promise; whoever awaits it stores its value. */
  promised: Promised | null = null;
  readonly #plan: Plan;
  readonly #results: unknown[];
  readonly #run: ((plan: Plan, item: unknown, index: number) => unknown) | null;
  #size = 1;

  /**
   * @param results Gets every result at the index of its item.
   * @param run What runs an item, where it takes more than calling the task.
   */
  constructor(plan: Plan, results: unknown[], run: ((plan: Plan, item: unknown, index: number) => unknown) | null) {
    this.#plan = plan;
    this.#results = results;
    this.#run = run ?? (plan.record.emits ? (_, item, index) => runHere(plan, item, index) : null);
  }

  /** Runs the next items. Returns whether there may be more. */
  run(): boolean {
    const plan = this.#plan;
    const { source, stats, fn, captures, nested } = plan;
    const { signal } = plan.settings;
    const [size, results, run] = [this.#size, this.#results, this.#run];
    this.promised = null;
    let done = 0;
    let more = true;
    const since = performance.now();
    try {
      while (done < size && (more = source.pull())) {
        const { item, index } = source;
        done += 1;
        const value = run === null ? fn(item, captures, inlineContext(index, nested)) : run(plan, item, index);
        if ((typeof value === 'object' || typeof value === 'function') && isThenable(value)) {
          this.promised = { index, value, since, count: done };
          break;
        }
        results[index] = value;
        if (signal !== null && signal.aborted) break;
      }
    } finally {
      stats.inline(done);
      if (this.promised === null) this.#learn(done, performance.now() - since);
    }
    plan.progress?.report(stats.finished);
    return more;
  }

  /** The promise that a batch ended at has been kept. */
  kept({ index, since, count }: Promised, value: unknown): void {
    this.#results[index] = value;
    this.#plan.probe?.observe(count, performance.now() - since);
    this.#size = 1;
  }

  #learn(items: number, ms: number): void {
    if (items > 0) this.#plan.probe?.observe(items, ms);
    if (ms < BATCH_MS && this.#size < MAX_ITEMS) this.#size *= 2;
    else if (ms > 4 * BATCH_MS && this.#size > 1) this.#size /= 2;
  }
}

/** An item whose result is a promise. */
export interface Promised {
  readonly index: number;
  readonly value: PromiseLike<unknown>;
  /** When its batch began. */
  readonly since: number;
  /** Items of the batch up to it. */
  readonly count: number;
}
