import { inspect } from 'node:util';

/** Makes the result of a pair when it is first read. */
export interface PairReader<R> {
  /** @param at What the pair was given to tell it from others: an index, or a position. */
  readResult(item: unknown, at: number): R;
}

/**
 * An `[item, result]` whose result is made when it is first read: waited for, or computed on the spot.
 * An array in every respect; only it inherits its elements until `pair[1]` has been read.
 *
 * Light loops make one after another and throw each away, so nothing is stored in the array itself: with an accessor among the
 * inherited elements, that would take longer than all the rest.
 */
export class LazyPair<T, R> extends Array<T | R> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  #item: T;
  readonly #at: number;
  /** Null once the result is there. */
  #reader: PairReader<R> | null;
  #result: R | undefined = undefined;
  /** Whether the elements are in the array. */
  #filled = false;

  constructor(item: T, reader: PairReader<R>, at: number) {
    super(2);
    this.#item = item;
    this.#reader = reader;
    this.#at = at;
  }

  /** Element 0 or 1, wherever it is. @internal */
  static element<T, R>(pair: LazyPair<T, R>, at: 0 | 1): T | R {
    if (pair.#filled) return pair[at] as T | R;
    return at === 0 ? pair.#item : pair.#read();
  }

  /** Makes an ordinary array of the pair. @internal */
  static fill<T, R>(pair: LazyPair<T, R>, item: T | R, result: T | R): void {
    pair.#filled = true;
    const property = { writable: true, enumerable: true, configurable: true };
    Object.defineProperty(pair, 0, { value: item, ...property });
    Object.defineProperty(pair, 1, { value: result, ...property });
  }

  /** @internal */
  static item<T>(pair: LazyPair<T, unknown>): T {
    return pair.#item;
  }

  /** For destructuring. */
  override [Symbol.iterator](): ArrayIterator<T | R> {
    return new PairIterator<T, R>(this);
  }

  /** `console.log` shows both. */
  [inspect.custom](): readonly (T | R)[] {
    return [...this];
  }

  #read(): R {
    const reader = this.#reader;
    if (reader === null) return this.#result as R;
    try {
      this.#result = reader.readResult(this.#item, this.#at);
    } catch (error) {
      this.#reader = new Failed(error);
      throw error;
    }
    this.#reader = null;
    return this.#result;
  }
}

Object.defineProperty(LazyPair.prototype, 0, {
  get(this: LazyPair<unknown, unknown>) {
    return LazyPair.element(this, 0);
  },
  set(this: LazyPair<unknown, unknown>, value: unknown) {
    LazyPair.fill(this, value, LazyPair.element(this, 1));
  },
  configurable: true,
});

Object.defineProperty(LazyPair.prototype, 1, {
  get(this: LazyPair<unknown, unknown>) {
    const result = LazyPair.element(this, 1);
    LazyPair.fill(this, LazyPair.item(this), result);
    return result;
  },
  set(this: LazyPair<unknown, unknown>, value: unknown) {
    LazyPair.fill(this, LazyPair.item(this), value);
  },
  configurable: true,
});

/** The same error however often it is read. */
class Failed implements PairReader<never> {
  readonly #error: unknown;

  constructor(error: unknown) {
    this.#error = error;
  }

  readResult(): never {
    throw this.#error;
  }
}

class PairIterator<T, R> implements IterableIterator<T | R> {
  readonly #pair: LazyPair<T, R>;
  #next = 0;

  constructor(pair: LazyPair<T, R>) {
    this.#pair = pair;
  }

  next(): IteratorResult<T | R, undefined> {
    const at = this.#next;
    this.#next = at + 1;
    if (at <= 1) return { value: LazyPair.element(this.#pair, at as 0 | 1), done: false };
    // Somebody has pushed more.
    if (at < this.#pair.length) return { value: this.#pair[at] as T | R, done: false };
    return { value: undefined, done: true };
  }

  [Symbol.iterator](): this {
    return this;
  }
}
