import { blockOf, sharedNumbers, type Block } from './block.js';
import { checkedResult } from './iteratorResult.js';
import { Range } from './range.js';
import { StreamSource } from './stream.js';
import { received } from '../errors.js';

/** Items in order, pulled one at a time: after `pull()` returned true, `item` and `index` are the next. */
export interface Source<T> {
  item: T;
  index: number;
  pull(): boolean;
  /** How many are left, or null where nobody knows. */
  remaining(): number | null;
  /** The next items, at most `size`, as a block of numbers, if that is what they are; then they count as pulled. */
  block?(size: number): Block | null;
  /** Called once when the loop is left before the end. */
  close(): void;
}

export type Holes = 'visit' | 'skip';

/**
 * @param items An array, a typed array, a string, a Map, a Set, a range or any other iterable.
 * @param holes `skip`: leave out the holes of a sparse array and keep to its first length, as `forEach` and `map` do.
 * @throws TypeError when `items` is not iterable.
 */
export function sourceOf<T>(items: Iterable<T>, holes: Holes): Source<T> {
  if (isIndexed(items)) return new ArraySource<T>(items as readonly T[], holes);
  if (ArrayBuffer.isView(items) && !(items instanceof DataView))
    return new ArraySource<T>(items as unknown as ArrayLike<T>, 'visit');
  if (items instanceof Range) return new RangeSource(items) as unknown as Source<T>;
  const iterable = items as Iterable<T> | null | undefined;
  if (typeof iterable?.[Symbol.iterator] !== 'function') {
    const streams =
      typeof (items as { [Symbol.asyncIterator]?: unknown } | null | undefined)?.[Symbol.asyncIterator] === 'function';
    const what = streams ? 'an async iterable: use pool.zip, pool.imap or pool.imapUnordered' : received(items);
    throw new TypeError(`expected an iterable as items (an array, a Map, range(…)), received ${what}`);
  }
  const size: unknown = typeof items === 'string' ? (items as string).length : (items as { size?: unknown }).size;
  return new IteratorSource<T>(iterable[Symbol.iterator](), typeof size === 'number' ? size : null);
}

/** Whether `items` is an array that a loop goes through by its indices. */
export function isIndexed(items: unknown): items is readonly unknown[] {
  return Array.isArray(items) && items[Symbol.iterator] === Array.prototype[Symbol.iterator];
}

/** The source of an async iterable, or null for anything else. */
export function streamOf(items: unknown): StreamSource<unknown> | null {
  const iterable = items as Partial<AsyncIterable<unknown>> | null | undefined;
  if (typeof iterable?.[Symbol.asyncIterator] !== 'function') return null;
  return new StreamSource((iterable as AsyncIterable<unknown>)[Symbol.asyncIterator]());
}

/** Asks for the length every time, as array iterators do; so items added by the loop are seen. */
class ArraySource<T> implements Source<T> {
  item!: T;
  index = -1;
  readonly #items: ArrayLike<T>;
  readonly #skip: boolean;
  readonly #length: number;

  constructor(items: ArrayLike<T>, holes: Holes) {
    this.#items = items;
    this.#skip = holes === 'skip';
    this.#length = items.length;
  }

  pull(): boolean {
    const items = this.#items;
    const end = this.#skip ? this.#length : items.length;
    while (this.index + 1 < end) {
      this.index += 1;
      if (this.#skip && !(this.index in items)) continue;
      this.item = items[this.index] as T;
      return true;
    }
    return false;
  }

  remaining(): number {
    return Math.max(0, (this.#skip ? this.#length : this.#items.length) - this.index - 1);
  }

  block(size: number): Block | null {
    const first = this.index + 1;
    const block = blockOf(this.#items, first, Math.min(first + size, this.#length, this.#items.length));
    if (block !== null) this.index += block.input.length;
    return block;
  }

  close(): void {}
}

class RangeSource implements Source<number> {
  item = 0;
  index = -1;
  #next: number;
  readonly #range: Range;

  constructor(range: Range) {
    this.#range = range;
    this.#next = range.start;
  }

  pull(): boolean {
    const { end, step } = this.#range;
    const value = this.#next;
    if (!(step > 0 ? value < end : value > end)) return false;
    this.#next = value + step;
    this.item = value;
    this.index += 1;
    return true;
  }

  remaining(): number | null {
    const length = this.#range.length ?? Math.ceil((this.#range.end - this.#range.start) / this.#range.step);
    return Number.isFinite(length) ? Math.max(0, length - this.index - 1) : null;
  }

  block(size: number): Block | null {
    const count = Math.min(this.remaining() ?? 0, size);
    if (count < 1) return null;
    const first = this.index + 1;
    const input = sharedNumbers(count);
    let pulled = 0;
    while (pulled < count && this.pull()) input[pulled++] = this.item;
    return { first, input: input.subarray(0, pulled), output: sharedNumbers(pulled) };
  }

  close(): void {}
}

class IteratorSource<T> implements Source<T> {
  item!: T;
  index = -1;
  #done = false;
  readonly #iterator: Iterator<T>;
  readonly #size: number | null;

  constructor(iterator: Iterator<T>, size: number | null) {
    this.#iterator = iterator;
    this.#size = size;
  }

  pull(): boolean {
    if (this.#done) return false;
    // An iterator that throws is done; its error surfaces where the loop asks for this item.
    this.#done = true;
    const next = checkedResult(this.#iterator.next());
    if (next.done) return false;
    this.#done = false;
    this.item = next.value;
    this.index += 1;
    return true;
  }

  remaining(): number | null {
    if (this.#done) return 0;
    return this.#size === null ? null : Math.max(0, this.#size - this.index - 1);
  }

  close(): void {
    if (this.#done) return;
    this.#done = true;
    this.#iterator.return?.();
  }
}
