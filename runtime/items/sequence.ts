/**
 * An iterator with the methods of arrays that ask one item after another. They take no item before they need it, and
 * leave the iterator when they are done early or when a callback throws. Named, and behaving, as ECMAScript's iterator
 * helpers, which Node 20 does not have; `findIndex` is the one that those lack.
 */
export abstract class Sequence<T> implements IterableIterator<T> {
  abstract next(): IteratorResult<T, undefined>;
  abstract return(): IteratorResult<T, undefined>;

  [Symbol.iterator](): this {
    return this;
  }

  map<U>(make: (item: T, index: number) => U): Sequence<U> {
    return new Derived(this, mapped(this, make));
  }

  filter(test: (item: T, index: number) => unknown): Sequence<T> {
    return new Derived(this, filtered(this, test));
  }

  toArray(): T[] {
    return Array.from(this);
  }

  some(test: (item: T, index: number) => unknown): boolean {
    return this.findIndex(test) >= 0;
  }

  every(test: (item: T, index: number) => unknown): boolean {
    return this.findIndex((item, index) => !test(item, index)) < 0;
  }

  find(test: (item: T, index: number) => unknown): T | undefined {
    let index = 0;
    for (const item of this) if (test(item, index++)) return item;
    return undefined;
  }

  /** @returns -1 where no item passes. */
  findIndex(test: (item: T, index: number) => unknown): number {
    let index = 0;
    for (const item of this) {
      if (test(item, index)) return index;
      index += 1;
    }
    return -1;
  }

  reduce<A>(fold: (sum: A, item: T, index: number) => A, initial: A): A {
    let [sum, index] = [initial, 0];
    for (const item of this) sum = fold(sum, item, index++);
    return sum;
  }
}

class Derived<T> extends Sequence<T> {
  readonly #source: Sequence<unknown>;
  readonly #inner: Generator<T, undefined>;

  constructor(source: Sequence<unknown>, inner: Generator<T, undefined>) {
    super();
    this.#source = source;
    this.#inner = inner;
  }

  next(): IteratorResult<T, undefined> {
    return this.#inner.next();
  }

  return(): IteratorResult<T, undefined> {
    // A generator that was never asked leaves its source open.
    this.#source.return();
    return this.#inner.return(undefined);
  }
}

function* mapped<T, U>(items: Sequence<T>, make: (item: T, index: number) => U): Generator<U, undefined> {
  let index = 0;
  for (const item of items) yield make(item, index++);
}

function* filtered<T>(items: Sequence<T>, test: (item: T, index: number) => unknown): Generator<T, undefined> {
  let index = 0;
  for (const item of items) if (test(item, index++)) yield item;
}
