/**
 * An `[item, result]` whose result is made when it is first read: waited for, or computed on the spot.
 * An array in every respect; it only inherits index 1 until that has been read as `pair[1]`.
 */
export class LazyPair<T, R> extends Array<T | R> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  /** Null once the result is there. */
  #read: (() => R) | null;
  #result: R | undefined = undefined;

  constructor(item: T, read: () => R) {
    super(2);
    this[0] = item;
    this.#read = read;
  }

  /** @internal */
  static result<R>(pair: LazyPair<unknown, R>): R {
    if (pair.#read !== null) {
      try {
        pair.#result = pair.#read();
      } catch (error) {
        // The same error however often it is read.
        pair.#read = () => {
          throw error;
        };
        throw error;
      }
      pair.#read = null;
    }
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
    return { value: undefined, done: true };
  }

  [Symbol.iterator](): this {
    return this;
  }
}
