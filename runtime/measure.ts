import type { TaskRecord } from './task.js';

/** What starting supervisor and workers costs, and what a call of a running pool costs, in milliseconds. */
const COLD_MS = 90;
const WARM_MS = 1.5;
/** Nothing is decided before this much was measured: the first runs of any function are slow. */
const LEARN_MS = 4;

/** Learns what an item costs while items run on the calling thread, and says when a pool would pay. */
export class Probe {
  readonly #record: TaskRecord;
  readonly #workers: number;
  readonly #startMs: number;
  #items = 0;
  #ms = 0;
  /** Milliseconds per item, recent ones counting more; NaN before the first. */
  #recent: number;

  constructor(record: TaskRecord, workers: number, warm: boolean) {
    this.#record = record;
    this.#workers = workers;
    this.#startMs = warm ? WARM_MS : COLD_MS;
    this.#recent = Number.NaN;
  }

  observe(items: number, ms: number): void {
    this.#items += items;
    this.#ms += ms;
    const cost = ms / items;
    this.#recent = Number.isNaN(this.#recent) ? cost : this.#recent * 0.7 + cost * 0.3;
  }

  /** @param remaining Items left; null where nobody knows: then as many as there were. */
  pays(remaining: number | null): boolean {
    const known = this.#ms >= LEARN_MS ? this.#recent : this.#record.costMs;
    if (known === null || this.#workers < 2) return false;
    const serialMs = known * (remaining ?? this.#items);
    return serialMs * (1 - 1 / this.#workers) > this.#startMs * 1.5;
  }

  /** Keeps what was learnt for later calls of the task. */
  finish(): void {
    if (this.#items > 0) this.#record.costMs = mix(this.#record.costMs, this.#ms / this.#items);
  }
}

/** Mean of what was known and what is new. */
export function mix(known: number | null, cost: number): number {
  return known === null ? cost : (known + cost) / 2;
}
