import type { CallStats } from './stats.js';

/** Nothing is concluded from less: the first runs of any function are slow, and so are the first copies. */
const LEARN_MS = 5;
const LEARN_ITEMS = 4;

/** Milliseconds that one item takes, where it goes to a worker and back. */
export interface ItemCosts {
  /** The task itself. */
  readonly computeMs: number;
  /** Copying it and its result, on the calling thread. */
  readonly callerCopyMs: number;
  /** The same in its worker. */
  readonly workerCopyMs: number;
}

/**
 * What a pool saves by one item, in milliseconds; negative where copying eats the gain. The calling thread copies one item after
 * another, and takes a core away from the workers meanwhile.
 */
export function savedMs({ computeMs, callerCopyMs, workerCopyMs }: ItemCosts, workers: number): number {
  return computeMs - Math.max(callerCopyMs, (computeMs + workerCopyMs + callerCopyMs) / workers);
}

/** Adds up what the items of one call cost. */
export class Costs {
  readonly #stats: CallStats;
  #sent = 0;
  #callerMs = 0;
  #received = 0;
  #computeMs = 0;
  #workerMs = 0;

  constructor(stats: CallStats) {
    this.#stats = stats;
  }

  /** The calling thread packed so many items, or unpacked results (0 items). */
  copied(items: number, ms: number): void {
    this.#sent += items;
    this.#callerMs += ms;
    this.#stats.copyMs += ms;
  }

  /** Results came back. */
  returned(items: number, computeMs: number, copyMs: number): void {
    this.#received += items;
    this.#computeMs += computeMs;
    this.#workerMs += copyMs;
    this.#stats.workerMs += computeMs;
    this.#stats.workerCopyMs += copyMs;
  }

  /** Null before there is anything to tell. */
  perItem(): ItemCosts | null {
    if (this.#received === 0) return null;
    return {
      computeMs: this.#computeMs / this.#received,
      callerCopyMs: this.#callerMs / Math.max(1, this.#sent),
      workerCopyMs: this.#workerMs / this.#received,
    };
  }

  /** Whether it is certain enough that the items are better off on the calling thread. */
  lose(workers: number): boolean {
    if (this.#received < LEARN_ITEMS || this.#computeMs + this.#workerMs < LEARN_MS) return false;
    const costs = this.perItem();
    return costs !== null && savedMs(costs, workers) < 0;
  }
}
