/**
 * Puts the iterations of a loop into another order, while it runs: what a loop that `permuted` has written calls.
 * Where the items cannot be taken down beforehand, the loop runs as it is, and `why` says so.
 */
import { shuffle } from 'simple-statistics';
import { seededRandom } from '../../../runtime/seededRandom.js';

export type Order = 'forward' | 'backward' | 'shuffled';

type Callback = (this: unknown, ...given: unknown[]) => unknown;
type List = unknown[] & Record<string, (...given: unknown[]) => unknown>;

/** Fixed, so that what was found is found again. */
const SEED = 2026;
/** A head that goes on for longer waits for something that the body does. */
const MOST_ITERATIONS = 2e6;

export class IterationOrder {
  #why: string | null = null;

  /** Why the last loop ran as it is, as the rest of a sentence; null where it did not. */
  get why(): string | null {
    return this.#why;
  }

  /** The items of a `for…of`. */
  items(order: Order, items: Iterable<unknown>): Iterable<unknown> {
    if (!isWalkedPlainly(items)) return this.#asItIs('an iterator of the program makes its items one by one', items);
    return arranged(order, [...items]);
  }

  /** The variables of a head, for each iteration; `walk` goes through the head and hands them over, until it hears true. */
  counted(order: Order, walk: (take: (variables: readonly unknown[]) => boolean) => void): Iterable<unknown> {
    const all: (readonly unknown[])[] = [];
    walk((variables) => all.push(variables) === MOST_ITERATIONS);
    if (all.length === MOST_ITERATIONS)
      return this.#asItIs('its head alone goes on for more than two million iterations', []);
    return arranged(order, all);
  }

  /** A method that calls a function for each item: the calls come in another order, and their answers in that of the items. */
  call(order: Order, receiver: unknown, method: string, [callback, ...rest]: readonly unknown[]): unknown {
    const list = receiver as List;
    if (typeof callback !== 'function' || !isCollection(receiver))
      return this.#asItIs('its items are those of no array, Map or Set', list[method]!(callback, ...rest));
    const call = callback as Callback;
    if (receiver instanceof Map || receiver instanceof Set) {
      for (const [key, value] of arranged(order, [...receiver.entries()])) call.call(rest[0], value, key, receiver);
      return undefined;
    }
    const places = arranged(
      order,
      [...list.keys()].filter((index) => index in list),
    );
    if (method === 'reduce') {
      const fold = (sum: unknown, index: number): unknown => call(sum, list[index], index, list);
      const [first, ...others] = places;
      if (rest.length > 0) return places.reduce(fold, rest[0]);
      return first === undefined ? list.reduce(call) : others.reduce(fold, list[first]);
    }
    const answers = new Map<number, unknown>();
    for (const index of places) answers.set(index, call.call(rest[0], list[index], index, list));
    return list[method]!((_: unknown, index: number) => answers.get(index));
  }

  /** `Array.from`, or that of a typed array. */
  from(order: Order, into: ArrayConstructor, items: Iterable<unknown>, callback: Callback, self?: unknown): unknown {
    const all = Array.from(items);
    const answers: unknown[] = [];
    for (const index of arranged(order, [...all.keys()])) answers[index] = callback.call(self, all[index], index);
    return into.from(answers);
  }

  #asItIs<T>(why: string, value: T): T {
    this.#why = why;
    return value;
  }
}

function arranged<T>(order: Order, items: T[]): T[] {
  if (order === 'backward') return items.reverse();
  return order === 'shuffled' ? shuffle(items, seededRandom(SEED)) : items;
}

function isCollection(value: unknown): boolean {
  return Array.isArray(value) || ArrayBuffer.isView(value) || value instanceof Map || value instanceof Set;
}

/** Reading all items at once runs no code of the program. */
function isWalkedPlainly(items: unknown): boolean {
  if (typeof items === 'string' || isCollection(items)) return true;
  return /^\[object (Array|Map|Set|String) Iterator\]$/.test(Object.prototype.toString.call(items));
}
