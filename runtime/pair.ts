/** Makes the result of a pair when it is first read. */
export interface PairReader<R> {
  /** @param at What the pair was given to tell it from others: an index, or a position. */
  readResult(item: unknown, at: number): R;
}

/**
 * An `[item, result]` whose result is made when it is first read: waited for, or computed on the spot.
 * An array in every respect; it only inherits index 1 until that has been read as `pair[1]`.
 *
 * Light loops are full of these, so there is neither a closure nor a definition of index 1 for each.
 */
export class LazyPair<T, R> extends Array<T | R> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  readonly #item: T;
  readonly #at: number;
  /** Null once the result is there, or the error. */
  #reader: PairReader<R> | null;
  #result: R | undefined = undefined;
  #failure: { readonly error: unknown } | null = null;

  constructor(item: T, reader: PairReader<R>, at: number) {
    super(2);
    this[0] = item;
    this.#item = item;
    this.#reader = reader;
    this.#at = at;
  }

  /** @internal */
  static result<R>(pair: LazyPair<unknown, R>): R {
    const reader = pair.#reader;
    if (reader !== null) {
      try {
        pair.#result = reader.readResult(pair.#item, pair.#at);
      } catch (error) {
        pair.#failure = { error };
      }
      pair.#reader = null;
    }
    // The same error however often it is read.
    if (pair.#failure !== null) throw pair.#failure.error;
    return pair.#result as R;
  }

  /** For destructuring: defining index 1 on a pair that is thrown away would take longer than all the rest. */
  override [Symbol.iterator](): ArrayIterator<T | R> {
    return new PairIterator<T | R>(this);
  }
}

Object.defineProperty(LazyPair.prototype, 1, {
  get(this: LazyPair<unknown, unknown>) {
    const value = LazyPair.result(this);
    Object.defineProperty(this, 1, { value, writable: true, enumerable: true, configurable: true });
    return value;
  },
  configurable: true,
});

class PairIterator<V> implements IterableIterator<V> {
  readonly #pair: LazyPair<V, V>;
  #next = 0;

  constructor(pair: LazyPair<V, V>) {
    this.#pair = pair;
  }

  next(): IteratorResult<V, undefined> {
    const at = this.#next;
    this.#next = at + 1;
    if (at === 0) return { value: this.#pair[0] as V, done: false };
    if (at === 1)
      return { value: Object.hasOwn(this.#pair, 1) ? (this.#pair[1] as V) : LazyPair.result(this.#pair), done: false };
    // Somebody has pushed more.
    if (at < this.#pair.length) return { value: this.#pair[at] as V, done: false };
    return { value: undefined, done: true };
  }

  [Symbol.iterator](): this {
    return this;
  }
}
