import type { Probe } from './measure.js';

/** So many items are timed one by one, then one in so many: fewer where the clock would take a good part of what the items take. */
const TIMED_ITEMS = 32;
const TIMED_EVERY = 16;
const LIGHT_TIMED_EVERY = 64;
/** What reading the clock twice takes by itself. */
const CLOCK_MS = 0.0001;
/** Putting off such an item until its result is read takes a good part of what the item takes. */
const LIGHT_MS = 0.001;

/** Times items that run one by one on the calling thread, where looking at the clock for each would take longer than a light item. */
export class Sampling {
  readonly #probe: Probe | null;
  #count = 0;
  /** The item that is timed next, and how many it stands for. */
  #timed = 1;
  #every = 1;
  #learnt = true;
  #latestMs = Number.POSITIVE_INFINITY;

  constructor(probe: Probe | null) {
    this.#probe = probe;
  }

  /** An item begins. Returns what `end` wants to know. */
  begin(): number {
    if (this.#probe === null) return 0;
    this.#count += 1;
    return this.#count < this.#timed ? 0 : performance.now();
  }

  end(begun: number): void {
    if (begun === 0) return;
    this.#latestMs = Math.max(0, performance.now() - begun - CLOCK_MS);
    this.#probe?.observe(this.#every, this.#every * this.#latestMs);
    this.#learnt = true;
    if (this.#count >= TIMED_ITEMS) this.#every = this.isLight ? LIGHT_TIMED_EVERY : TIMED_EVERY;
    this.#timed = this.#count + this.#every;
  }

  /** Whether the item that was timed last is light. */
  get isLight(): boolean {
    return this.#latestMs < LIGHT_MS;
  }

  /** How many of the next items need no `begin` and `end`: after a light one all up to the next that is timed. */
  skip(): number {
    if (!this.isLight) return 0;
    const untimed = Math.max(0, this.#timed - this.#count - 1);
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
