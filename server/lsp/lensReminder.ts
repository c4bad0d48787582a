/** The first reminder comes after so long; each further one after twice the time, so that an editor that waits for a pause finds one. */
const FIRST_MS = 1000;
const REMINDERS = 5;

/**
 * Reminds an editor of lenses that have changed and that it has not asked for since. VS Code drops a request that it was about
 * to make when the text loses the focus, to a terminal, say; what it shows then stays as it was.
 */
export class LensReminder {
  /** Documents that lenses were asked for, and whether that was before the last change. */
  readonly #isStale = new Map<string, boolean>();
  #timer: NodeJS.Timeout | null = null;
  #reminders = 0;

  constructor(private readonly remind: () => void) {}

  asked(uri: string): void {
    this.#isStale.set(uri, false);
  }

  /** @param uri the document whose lenses have changed; all, when left out */
  changed(uri?: string): void {
    for (const one of uri === undefined ? this.#isStale.keys() : [uri])
      if (this.#isStale.has(one)) this.#isStale.set(one, true);
    this.#reminders = 0;
    this.#wait();
  }

  closed(uri: string): void {
    this.#isStale.delete(uri);
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer);
  }

  #wait(): void {
    this.stop();
    this.#timer = setTimeout(
      () => {
        if (this.#reminders === REMINDERS || ![...this.#isStale.values()].includes(true)) return;
        this.#reminders++;
        this.remind();
        this.#wait();
      },
      FIRST_MS * 2 ** this.#reminders,
    );
  }
}
