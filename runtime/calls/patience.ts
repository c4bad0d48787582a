/** A wait that may end: time is counted for as long as the reason to wait stays the same. */
export class Patience {
  #reason = '';
  #since = 0;

  /** @param limit How many milliseconds to wait while `started` does not change; null for a wait without end. */
  isOver(limit: { readonly ms: number; readonly started: number } | null): boolean {
    const now = performance.now();
    const reason = limit === null ? '' : `${limit.ms} ${limit.started}`;
    if (reason !== this.#reason) {
      this.#reason = reason;
      this.#since = now;
    }
    return limit !== null && now - this.#since >= limit.ms;
  }
}
