import { savedMs, type ItemCosts } from './costs.js';
import type { TaskRecord } from '../task.js';

/**
 * What starting supervisor and workers costs a calling thread that waits meanwhile, and one that goes on with the items, in
 * milliseconds; and what a call of a running pool costs.
 */
const COLD_MS = 60;
const COLD_HELPED_MS = 45;
const WARM_MS = 3;
/** A pool has to save so many times what it costs. */
const MARGIN = 1.5;
/** Costs above this are believed at once when an earlier call measured them. */
const CERTAIN_MS = 2;
/** What the calling thread itself spends on an item that goes to a worker and back. */
const ITEM_MS = 0.0005;
/** Nothing is decided before this much was measured: the first runs of any function are slow. */
const LEARN_MS = 4;
/** The same before threads are started: the more a mistake costs, the longer it is worth a look. */
const COLD_LEARN_MS = 10;
/** One item that takes so long is slow, whatever the machine did meanwhile. */
const SLOW_MS = 40;
const FADING = 0.95;

/** What a probe has to know about the threads of a pool. */
export interface ProbedThreads {
  readonly width: number;
  readonly warm: boolean;
  /** What threads would have saved so far, had they been there. */
  missedMs: number;
}

/**
 * Learns what an item costs while items run on the calling thread, and says when a pool would pay. Threads that no single call
 * pays for are started once the calls that went without them have lost as much as the start costs: whatever follows, little
 * more than twice the least possible is lost (the ski rental problem: Karlin, Manasse, Rudolph and Sleator, "Competitive snoopy caching", 1988).
 */
export class Probe {
  readonly #record: TaskRecord;
  readonly #threads: ProbedThreads;
  #workers: number;
  readonly #startMs: number;
  readonly #learnMs: number;
  #items = 0;
  #ms = 0;
  #observed = 0;
  /** Milliseconds per item, recent ones counting more; NaN before the first. */
  #recent = Number.NaN;
  /** The latest three. */
  readonly #latest: [number, number, number] = [Number.NaN, Number.NaN, Number.NaN];

  /** @param helps The calling thread goes on with the items while threads start. */
  constructor(record: TaskRecord, threads: ProbedThreads, helps: boolean) {
    const { width, warm, missedMs } = threads;
    const coldMs = helps ? COLD_HELPED_MS : COLD_MS;
    this.#record = record;
    this.#threads = threads;
    this.#workers = width;
    this.#startMs = warm ? WARM_MS : Math.max(WARM_MS, coldMs - missedMs);
    this.#learnMs = warm ? LEARN_MS : COLD_LEARN_MS;
  }

  observe(items: number, ms: number): void {
    this.#items += items;
    this.#ms += ms;
    const cost = ms / items;
    this.#latest[this.#observed % 3] = cost;
    this.#observed += 1;
    this.#recent = Number.isNaN(this.#recent) ? cost : this.#recent * 0.7 + cost * 0.3;
  }

  /** @param remaining Items left; null where nobody knows: then as many as there were. */
  pays(remaining: number | null): boolean {
    return this.#saved(remaining ?? this.#items) > this.#costs(this.#startMs);
  }

  /** What workers save by so many items, in milliseconds. */
  #saved(items: number): number {
    const known = this.#known();
    if (known === null || this.#workers < 2) return 0;
    const { callerCopyMs, workerCopyMs, poolShare } = this.#record;
    const saved = Math.min(
      savedMs({ computeMs: known, callerCopyMs: callerCopyMs + ITEM_MS, workerCopyMs }, this.#workers),
      known * (1 - poolShare),
    );
    return saved * items;
  }

  #costs(startMs: number): number {
    // What was learnt about copying the captures counts twice: there, and into the workers.
    return (startMs + 2 * this.#record.capturesMs) * MARGIN;
  }

  /** The call went without workers: what that has lost counts from now on. */
  stayed(): void {
    this.#threads.missedMs += Math.max(0, this.#saved(this.#items) - this.#costs(WARM_MS));
  }

  #known(): number | null {
    // One slow item may be bad luck; three, or a very slow one, are not.
    if (this.#ms >= this.#learnMs && (this.#items >= 3 || this.#ms >= SLOW_MS)) return this.#typical();
    const { costMs } = this.#record;
    if (costMs === null || costMs >= CERTAIN_MS) return costMs;
    // Small costs differ from call to call by more than they are, and the first runs of a function are slow.
    return this.#items >= 2 ? Math.min(costMs, this.#typical()) : null;
  }

  /** What an item costs lately. One that was slow because the machine did something else meanwhile does not count. */
  #typical(): number {
    const [a, b, c] = this.#latest;
    const median = this.#observed < 3 ? Math.min(a, this.#observed < 2 ? a : b) : middle(a, b, c);
    return Math.min(this.#recent, median);
  }

  /** Workers are out of the question after all. */
  giveUp(): void {
    this.#workers = 1;
  }

  /** Keeps what was learnt about the items for later calls of the task. */
  finish(): void {
    if (this.#items === 0) return;
    this.#record.costMs = mix(this.#record.costMs, Math.min(this.#recent, this.#ms / this.#items));
    this.#items = 0;
  }

  /**
   * Keeps what a call was like. Without a new experience an old one fades: the machine may have been busy, the items small.
   * @param costs Of items that went to workers; null where none came back.
   * @param share How long the pool took, compared with the time of the tasks in it; null where it took time for more than the items.
   */
  learn(costs: ItemCosts | null, share: number | null): void {
    const record = this.#record;
    if (costs === null) {
      record.poolShare *= FADING;
      record.callerCopyMs *= FADING;
      record.workerCopyMs *= FADING;
      return;
    }
    if (share !== null) record.poolShare = mix(record.poolShare, share);
    record.callerCopyMs = mix(record.callerCopyMs || null, costs.callerCopyMs);
    record.workerCopyMs = mix(record.workerCopyMs || null, costs.workerCopyMs);
  }
}

function middle(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

/** Mean of what was known and what is new. */
export function mix(known: number | null, cost: number): number {
  return known === null ? cost : (known + cost) / 2;
}
