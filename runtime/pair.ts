/**
 * An `[item, result]` whose result is made when it is first read: waited for, or computed on the spot.
 * An array in every respect; it only inherits index 1 until that is known.
 */
export class LazyPair<T, R> extends Array<T | R> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  #read: () => R;

  constructor(item: T, read: () => R) {
    super(2);
    this[0] = item;
    this.#read = read;
  }

  /** @internal */
  static result<R>(pair: LazyPair<unknown, R>): R {
    let value: R;
    try {
      value = pair.#read();
    } catch (error) {
      // The same error however often it is read.
      pair.#read = () => {
        throw error;
      };
      throw error;
    }
    Object.defineProperty(pair, 1, { value, writable: true, enumerable: true, configurable: true });
    return value;
  }

  /** Destructuring by the inherited iterator would take twice as long. */
  override [Symbol.iterator](): ArrayIterator<T | R> {
    return new PairIterator<T | R>(this) as unknown as ArrayIterator<T | R>;
  }
}

Object.defineProperty(LazyPair.prototype, 1, {
  get(this: LazyPair<unknown, unknown>) {
    return LazyPair.result(this);
  },
  configurable: true,
});

class PairIterator<V> implements IterableIterator<V> {
  readonly #pair: readonly V[];
  #next = 0;

  constructor(pair: readonly V[]) {
    this.#pair = pair;
  }

  next(): IteratorResult<V, undefined> {
    const at = this.#next;
    if (at >= this.#pair.length) return { value: undefined, done: true };
    this.#next = at + 1;
    return { value: this.#pair[at] as V, done: false };
  }

  [Symbol.iterator](): this {
    return this;
  }
}
