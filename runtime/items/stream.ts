import { checkedResult } from './iteratorResult.js';
import type { Source } from './source.js';

/** Items read ahead of the workers: enough for large chunks of light items, and little memory. */
const BUFFERED = 1024;

/** Reads an async iterable ahead, as far as there is room; `pull()` gives what has arrived. */
export class StreamSource<T> implements Source<T> {
  item!: T;
  index = -1;
  /** Somebody else who is told that something has arrived, or the end. */
  onItem: (() => void) | null = null;
  #onArrival: (() => void) | null = null;
  readonly #iterator: AsyncIterator<T>;
  #buffer: T[] = [];
  #at = 0;
  #reading = false;
  #done = false;
  #failure: { readonly error: unknown } | null = null;

  constructor(iterator: AsyncIterator<T>) {
    this.#iterator = iterator;
  }

  pull(): boolean {
    if (this.#at < this.#buffer.length) {
      this.item = this.#buffer[this.#at] as T;
      this.index += 1;
      this.#at += 1;
      if (this.#at === this.#buffer.length) {
        this.#buffer = [];
        this.#at = 0;
      }
      return true;
    }
    const failure = this.#failure;
    this.#failure = null;
    if (failure !== null) throw failure.error;
    return false;
  }

  /** Whether more may arrive. Starts reading. */
  get waits(): boolean {
    if (!this.#done && !this.#reading) void this.#read();
    return this.#buffer.length > 0 || !this.#done || this.#failure !== null;
  }

  /** Settles when there is something to pull, or the end is reached. */
  async arrival(): Promise<void> {
    while (this.waits && this.#buffer.length === 0 && this.#failure === null)
      await new Promise<void>((resolve) => (this.#onArrival = resolve));
  }

  remaining(): number | null {
    return this.#done ? this.#buffer.length - this.#at : null;
  }

  /** Does not wait: a source that is blocked in `next()` must not block the loop that is left. */
  close(): void {
    if (this.#done) return;
    this.#done = true;
    // Some return no promise.
    Promise.resolve(this.#iterator.return?.()).catch(() => undefined);
  }

  #tell(): void {
    this.#onArrival?.();
    this.onItem?.();
  }

  async #read(): Promise<void> {
    this.#reading = true;
    // Whoever asked listens first: a source may throw at once.
    await Promise.resolve();
    try {
      while (!this.#done && this.#buffer.length - this.#at < BUFFERED) {
        const next = checkedResult(await this.#iterator.next());
        // What comes after the loop was left is nobody's.
        if (this.#done) return;
        if (next.done) this.#done = true;
        else this.#buffer.push(next.value);
        this.#tell();
      }
    } catch (error) {
      this.#done = true;
      this.#failure = { error };
      this.#tell();
    } finally {
      this.#reading = false;
    }
  }
}
