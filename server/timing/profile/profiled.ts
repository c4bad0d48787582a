import type { HotLoop } from './hotLoops.js';

/** Loops that take a smaller part of a run than this are not worth naming. */
export const WORTH_NAMING = 0.01;

/** What the last profile of a run says of the loops of the files that it saw, for exactly the texts that ran. */
export class ProfiledLoops {
  #files = new Map<string, { readonly text: string; readonly shares: ReadonlyMap<number, number> }>();
  #running: AbortController | null = null;

  /** @param changed is told when there is a new profile */
  constructor(private readonly changed: () => void) {}

  /**
   * Part of the run by the offset of each loop, 0…1; a loop that is not among them took no time. Null for a file that the
   * run did not see, or whose text is another one since.
   */
  sharesOf(file: string, text: string): ReadonlyMap<number, number> | null {
    const known = this.#files.get(file);
    return known?.text === text ? known.shares : null;
  }

  /** @param textOf the text of a file when it ran */
  take(loops: readonly HotLoop[], textOf: (file: string) => string | null): void {
    const files = new Map<string, Map<number, number>>();
    for (const { loop, share } of loops) {
      const { file, start } = loop.site.span;
      files.set(file, (files.get(file) ?? new Map<number, number>()).set(start, share));
    }
    this.#files = new Map([...files].map(([file, shares]) => [file, { text: textOf(file) ?? '', shares }]));
    this.changed();
  }

  /** A profile at a time; `stop` ends the one that runs. Null where one runs already. */
  begin(): AbortController | null {
    if (this.#running) return null;
    return (this.#running = new AbortController());
  }

  end(): void {
    this.#running = null;
  }

  stop(): void {
    this.#running?.abort();
  }
}
