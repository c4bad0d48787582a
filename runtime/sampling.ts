import type { Probe } from './measure.js';

/** So many items are timed one by one, then one in sixteen. */
const TIMED_ITEMS = 32;
const TIMED_EVERY = 16;
/** What reading the clock twice takes by itself. */
const CLOCK_MS = 0.0001;
/** Putting off such an item until its result is read takes a good part of what the item takes. */
const LIGHT_MS = 0.001;

/** Times items that run one by one on the calling thread, where looking at the clock for each would take longer than a light item. */
export class Sampling {
  readonly #probe: Probe | null;
  #count = 0;
  #learnt = true;
  #latestMs = Number.POSITIVE_INFINITY;

  constructor(probe: Probe | null) {
    this.#probe = probe;
  }

  /** An item begins. Returns what `end` wants to know. */
  begin(): number {
    if (this.#probe === null) return 0;
    this.#count += 1;
    return this.#count <= TIMED_ITEMS || this.#count % TIMED_EVERY === 0 ? performance.now() : 0;
  }

  end(begun: number): void {
    if (begun === 0) return;
    const items = this.#count <= TIMED_ITEMS ? 1 : TIMED_EVERY;
    this.#latestMs = Math.max(0, performance.now() - begun - CLOCK_MS);
    this.#probe?.observe(items, items * this.#latestMs);
    this.#learnt = true;
  }

  /** How many of the next items need no `begin` and `end`: after a light one all up to the next that is timed. */
  skip(): number {
    if (this.#latestMs >= LIGHT_MS || this.#count < TIMED_ITEMS) return 0;
    const untimed = TIMED_EVERY - 1 - (this.#count % TIMED_EVERY);
    this.#count += untimed;
    return untimed;
  }

  /** Whether a pool would pay for the items left; looked at only when there is something new. */
  pays(remaining: () => number | null): boolean {
    if (!this.#learnt || this.#probe === null) return false;
    this.#learnt = false;
    return this.#probe.pays(remaining());
  }
}
