import { isThenable } from '../inline/inline.js';
import { leave, runHere, type Plan } from './plan.js';
import { Sampling } from '../inline/sampling.js';
import { failing, type Finished } from './settle.js';
import { StreamSource } from '../items/stream.js';

/**
 * Results of a call that does not block, as an async generator would yield them. As long as items run on the calling thread and
 * their results are there at once, no generator is involved: one promise a result, instead of a dozen.
 */
export class Promptly<Y> implements AsyncGenerator<Y, void, undefined> {
  readonly #plan: Plan;
  readonly #make: (item: unknown, index: number, value: unknown) => Y;
  readonly #goOn: (begun: (() => Promise<Finished>) | null) => AsyncGenerator<Y, void, undefined>;
  readonly #sampling: Sampling;
  /** All the rest, once something is to be waited for. */
  #rest: AsyncGenerator<Y, void, undefined> | null = null;
  /** Whether it has been asked for anything. */
  #asked = false;

  /**
   * @param make What is yielded for an item.
   * @param goOn Yields everything from here on, the item that has begun first; cleans up at the end.
   */
  constructor(
    plan: Plan,
    make: (item: unknown, index: number, value: unknown) => Y,
    goOn: (begun: (() => Promise<Finished>) | null) => AsyncGenerator<Y, void, undefined>,
  ) {
    this.#plan = plan;
    this.#make = make;
    this.#goOn = goOn;
    this.#sampling = new Sampling(plan.probe);
    const { opened, initialize, source, settings } = plan;
    if (opened !== null || initialize !== null || settings.concurrency !== null || source instanceof StreamSource)
      this.#begin(null);
  }

  next(): Promise<IteratorResult<Y, void>> {
    if (this.#rest === null) {
      const value = this.#here();
      if (this.#rest === null) return Promise.resolve({ value: value as Y, done: false });
    }
    this.#asked = true;
    return this.#rest.next();
  }

  return(): Promise<IteratorResult<Y, void>> {
    return this.#ending().return();
  }

  throw(error: unknown): Promise<IteratorResult<Y, void>> {
    return this.#ending().throw(error);
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.return();
  }

  #begin(begun: (() => Promise<Finished>) | null): undefined {
    this.#rest = this.#goOn(begun);
  }

  /** A generator that was never asked would end without cleaning up. */
  #ending(): AsyncGenerator<Y, void, undefined> {
    if (this.#rest !== null && this.#asked) return this.#rest;
    this.#asked = true;
    this.#rest = nothing();
    leave(this.#plan, this.#plan.opened);
    return this.#rest;
  }

  /** The next result, unless it takes the generator. */
  #here(): Y | undefined {
    const { source, settings, stats, progress } = this.#plan;
    if (settings.signal?.aborted === true || this.#sampling.pays(() => source.remaining())) return this.#begin(null);
    try {
      if (!source.pull()) return this.#begin(null);
    } catch (error) {
      // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- it is the iterator's
      return this.#begin(() => Promise.reject(error));
    }
    const { item, index } = source;
    stats.inline();
    const since = this.#sampling.begin();
    let value: unknown;
    try {
      value = runHere(this.#plan, item, index);
    } catch (error) {
      return this.#begin(() => Promise.resolve({ item, index, read: failing(error) }));
    }
    if (isThenable(value)) return this.#begin(finishedOnceKept(item, index, value));
    this.#sampling.end(since);
    progress?.report(stats.finished);
    return this.#make(item, index, value);
  }
}

function finishedOnceKept(item: unknown, index: number, promise: PromiseLike<unknown>): () => Promise<Finished> {
  return async () => {
    try {
      const value = await promise;
      return { item, index, read: () => value };
    } catch (error) {
      return { item, index, read: failing(error) };
    }
  };
}

async function* nothing(): AsyncGenerator<never, void, undefined> {
  await Promise.resolve();
}
