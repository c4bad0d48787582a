import { describe, expect, it } from 'vitest';
import { Sequence } from '../../../runtime/items/sequence.js';

/** Counts how many items were taken, and how often it was left. */
class Counting extends Sequence<number> {
  taken = 0;
  left = 0;

  constructor(readonly end: number) {
    super();
  }

  next(): IteratorResult<number, undefined> {
    return this.taken < this.end ? { value: this.taken++, done: false } : { value: undefined, done: true };
  }

  return(): IteratorResult<number, undefined> {
    this.left += 1;
    return { value: undefined, done: true };
  }
}

describe('a sequence', () => {
  it.each([
    ['some', (s: Counting) => s.some((n) => n === 2), true, 3],
    ['some, none', (s: Counting) => s.some((n) => n > 9), false, 5],
    ['every', (s: Counting) => s.every((n) => n < 2), false, 3],
    ['every, all', (s: Counting) => s.every((n) => n < 9), true, 5],
    ['find', (s: Counting) => s.find((n) => n === 0), 0, 1],
    ['find, nothing', (s: Counting) => s.find(() => false), undefined, 5],
    ['findIndex', (s: Counting) => s.findIndex((n, i) => n + i > 5), 3, 4],
    ['findIndex, nothing', (s: Counting) => s.findIndex(() => ''), -1, 5],
    ['a find behind a filter', (s: Counting) => s.filter((n) => n % 2).find((n, i) => n + i > 0), 1, 2],
  ])('%s takes what it needs and no more', (_name, ask, answer, taken) => {
    const items = new Counting(5);
    expect(ask(items)).toBe(answer);
    expect(items.taken).toBe(taken);
    // What is done early is left; what has ended by itself is not.
    expect(items.left > 0).toBe(taken < 5);
  });

  it('maps, filters and folds with the index of each item', () => {
    expect(
      new Counting(5)
        .filter((n, i) => (n + i) % 4 === 0)
        .map((n, i) => [n, i])
        .toArray(),
    ).toEqual([
      [0, 0],
      [2, 1],
      [4, 2],
    ]);
    expect(new Counting(4).reduce((text, n, i) => `${text} ${n}${i}`, '')).toBe(' 00 11 22 33');
    expect(new Counting(0).reduce((sum, n) => sum + n, 7)).toBe(7);
  });

  it('is left when a callback throws, and when a part of a chain is given up before it began', () => {
    const items = new Counting(3);
    expect(() =>
      items
        .map((n) => {
          throw new Error(`at ${n}`);
        })
        .toArray(),
    ).toThrow('at 0');
    expect([items.taken, items.left]).toEqual([1, 1]);
    const unused = new Counting(3);
    unused.filter(() => true).return();
    expect([unused.taken, unused.left]).toEqual([0, 1]);
  });
});
