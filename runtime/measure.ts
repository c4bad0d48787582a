import type { TaskRecord } from './task.js';

/** What starting supervisor and workers costs, and what a call of a running pool costs, in milliseconds. */
const COLD_MS = 90;
const WARM_MS = 3;
/** Costs above this are believed at once when an earlier call measured them. */
const CERTAIN_MS = 2;
/** What the calling thread itself spends on an item that goes to a worker and back. */
const ITEM_MS = 0.0005;
/** Nothing is decided before this much was measured: the first runs of any function are slow. */
const LEARN_MS = 4;

/** Learns what an item costs while items run on the calling thread, and says when a pool would pay. */
export class Probe {
  readonly #record: TaskRecord;
  #workers: number;
  readonly #startMs: number;
  #items = 0;
  #ms = 0;
  /** Milliseconds per item, recent ones counting more; NaN before the first. */
  #recent = Number.NaN;
  #last = Number.NaN;

  constructor(record: TaskRecord, workers: number, warm: boolean) {
    this.#record = record;
    this.#workers = workers;
    this.#startMs = warm ? WARM_MS : COLD_MS;
  }

  observe(items: number, ms: number): void {
    this.#items += items;
    this.#ms += ms;
    const cost = ms / items;
    this.#last = cost;
    this.#recent = Number.isNaN(this.#recent) ? cost : this.#recent * 0.7 + cost * 0.3;
  }

  /** @param remaining Items left; null where nobody knows: then as many as there were. */
  pays(remaining: number | null): boolean {
    const known = this.#known();
    if (known === null || this.#workers < 2) return false;
    const savedMs = known * (1 - Math.max(1 / this.#workers, this.#record.poolShare)) - ITEM_MS;
    // What was learnt about copying the captures counts twice: there, and into the workers.
    const startMs = this.#startMs + 2 * this.#record.capturesMs;
    return savedMs * (remaining ?? this.#items) > startMs * 1.5;
  }

  #known(): number | null {
    // One slow item may be bad luck; three, or a very slow one, are not.
    if (this.#ms >= LEARN_MS && (this.#items >= 3 || this.#ms >= 10 * LEARN_MS))
      return Math.min(this.#recent, this.#last);
    const { costMs } = this.#record;
    if (costMs === null || costMs >= CERTAIN_MS) return costMs;
    // Small costs differ from call to call by more than they are, and the first runs of a function are slow.
    return this.#items >= 2 ? Math.min(costMs, this.#recent, this.#last) : null;
  }

  /** Workers are out of the question after all. */
  giveUp(): void {
    this.#workers = 1;
  }

  /** Keeps what was learnt about the items for later calls of the task. */
  finish(): void {
    if (this.#items === 0) return;
    this.#record.costMs = mix(this.#record.costMs, this.#recent);
    this.#items = 0;
  }

  /**
   * Keeps how long the pool took, compared with its work on one thread.
   * @param workerMs Sum of the time that tasks ran in workers; 0 where the call stayed here.
   */
  learn(workerMs: number, poolMs: number): void {
    // Without a new experience an old one fades: the machine may have been busy.
    const share = workerMs > 0 ? poolMs / workerMs : 0;
    this.#record.poolShare = workerMs > 0 ? mix(this.#record.poolShare, share) : this.#record.poolShare * 0.95;
  }
}

/** Mean of what was known and what is new. */
export function mix(known: number | null, cost: number): number {
  return known === null ? cost : (known + cost) / 2;
}
