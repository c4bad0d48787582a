/**
 * A call of `find`, `findIndex`, `findLast` or `findLastIndex` on an array.
 *
 * ```ts before
 * export function firstAbove(reads: string[], limit: number): string | undefined {
 *   return reads.find((read) => slowHash(read) > limit);
 * }
 * ```
 *
 * ```ts after
 * import { pool } from 'looppool';
 * import { slowHashRead } from './main.tasks.js';
 *
 * export function firstAbove(reads: string[], limit: number): string | undefined {
 *   return pool.zipSync(slowHashRead, reads, { limit }).find(([, hit]) => hit)?.[0];
 * }
 * ```
 *
 * ```ts worker
 * import { task } from 'looppool';
 * import { slowHash } from './heavy.js';
 *
 * // The loop body of firstAbove in main.ts.
 * export const slowHashRead = task(
 *   import.meta.url,
 *   'slowHashRead',
 *   (read: string, { limit }: { limit: number }) => slowHash(read) > limit,
 *   { pure: true },
 * );
 * ```
 *
 * Requires:
 * - a receiver whose type is an array: the method of anything else may do anything.
 * - a function written in place: it is asked for one item after another, holes included, and not after the answer is
 *   known. The item that is found is the original one.
 *
 * Not handled:
 * - callbacks that tell the type of their item (`x is T`): the rewritten text would lose it.
 * - callbacks that use `this` or the third parameter: they can reach the whole array.
 */
import { matchCallback } from './callback.js';
import type { Form } from './foundLoop.js';

const FIND = { name: 'find', form: 'find', result: 'find', skipsHoles: false } as const;
const FIND_INDEX = { name: 'findIndex', form: 'find-index', result: 'find-index', skipsHoles: false } as const;
const FIND_LAST_INDEX = {
  name: 'findLastIndex',
  form: 'find-last-index',
  result: 'find-last-index',
  skipsHoles: false,
  reversed: true,
} as const;
const FIND_LAST = { name: 'findLast', form: 'find-last', result: 'find', skipsHoles: false, reversed: true } as const;

export const arrayFind: Form = {
  id: 'find',
  match: (node, checker) =>
    [FIND, FIND_INDEX, FIND_LAST, FIND_LAST_INDEX]
      .map((method) => matchCallback(node, method, checker))
      .find(Boolean) ?? null,
};
