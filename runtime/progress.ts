/** How far a call is. */
export interface Progress {
  /** Items whose result is there. */
  readonly done: number;
  /** All items, or null where nobody knows how many there are. */
  readonly total: number | null;
}

/** Between two reports, but for the last. */
const INTERVAL_MS = 50;

/** Tells a callback how far a call is, not more often than a person can see. */
export class ProgressReport {
  readonly #callback: (progress: Progress) => void;
  readonly #total: number | null;
  #done = -1;
  #at = -Infinity;

  constructor(callback: (progress: Progress) => void, total: number | null) {
    this.#callback = callback;
    this.#total = total;
  }

  report(done: number): void {
    const now = performance.now();
    if (done <= this.#done || (now - this.#at < INTERVAL_MS && done !== this.#total)) return;
    this.#tell(done, this.#total, now);
  }

  /** The call is over, and now everybody knows how many there were. */
  end(done: number): void {
    if (done !== this.#done || this.#total === null) this.#tell(done, this.#total ?? done, performance.now());
  }

  #tell(done: number, total: number | null, now: number): void {
    this.#done = done;
    this.#at = now;
    this.#callback({ done, total });
  }
}
