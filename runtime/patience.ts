/** Waits that may end: for as long as the reason to wait stays the same, time is counted against its limit. */
export class Patience {
  #limit: number | null = null;
  #since = 0;

  /** @param limit Milliseconds, or null for a wait without end. */
  isOver(limit: number | null): boolean {
    const now = performance.now();
    if (limit !== this.#limit) {
      this.#limit = limit;
      this.#since = now;
    }
    return limit !== null && now - this.#since > limit;
  }
}
