/** A chunk should keep a worker busy this long: well above the cost of a message, well below what a person notices. */
const TARGET_MS = 10;
/** The same where nobody sees a result before all are there: each message takes time from the tasks. */
const COLLECTING_TARGET_MS = 50;
/** Below the grain a message costs more than it balances. */
const GRAIN_MS = 2;
/** Of what is left, one round hands out this part: the factoring of Hummel, Schonberg and Flynn (CACM 35(8), 1992). */
const ROUND = 1 / 2;
const MAX_ITEMS = 1 << 17;
/** Chunks of unknown cost stay small. */
const MAX_UNKNOWN_ITEMS = 64;

/** Decides how many items the next chunk gets: by measured cost, and less towards the end so that all workers finish together. */
export class ChunkSizer {
  readonly #fixed: number | null;
  readonly #workers: number;
  readonly #targetMs: number;
  #costMs: number | null;
  /** How many chunks were cut whose size came from a cost, and what each of a round gets. */
  #cut = 0;
  #share = 0;

  /**
   * @param collecting All results are wanted, at once.
   * @param costMs Milliseconds per item if earlier calls told, else null.
   */
  constructor(chunkSize: number | 'auto', workers: number, collecting: boolean, costMs: number | null) {
    this.#targetMs = collecting ? COLLECTING_TARGET_MS : TARGET_MS;
    this.#fixed = chunkSize === 'auto' ? null : chunkSize;
    this.#workers = workers;
    this.#costMs = costMs;
  }

  get costMs(): number | null {
    return this.#costMs;
  }

  /** Some items took that long in a worker. */
  observe(items: number, ms: number): void {
    if (items === 0) return;
    const cost = ms / items;
    this.#costMs = this.#costMs === null ? cost : this.#costMs * 0.6 + cost * 0.4;
  }

  /** @param remaining Items left, or null where nobody knows. */
  next(remaining: number | null): number {
    if (this.#fixed !== null) return this.#fixed;
    if (this.#costMs === null) {
      // Enough to learn from, few enough that slow items spread over all workers.
      return remaining === null ? 1 : clamp(Math.ceil(remaining / (this.#workers * 32)), 1, MAX_UNKNOWN_ITEMS);
    }
    const cost = Math.max(this.#costMs, 1e-6);
    const byCost = clamp(Math.floor(this.#targetMs / cost), 1, MAX_ITEMS);
    if (remaining === null) return byCost;
    if (this.#cut % this.#workers === 0) this.#share = Math.ceil((remaining * ROUND) / this.#workers);
    // At first every worker gets something.
    const rest = Math.ceil(remaining / Math.max(1, this.#workers - this.#cut));
    this.#cut += 1;
    const grain = clamp(Math.floor(GRAIN_MS / cost), 1, Math.min(Math.max(rest, 1), MAX_ITEMS));
    return clamp(this.#share, grain, Math.max(byCost, grain));
  }
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}
