/**
 * A call of `filter` on an array.
 *
 * ```ts before
 * export function odd(reads: string[]): string[] {
 *   return reads.filter((read) => slowHash(read) % 2 === 1);
 * }
 * ```
 *
 * ```ts after
 * import { pool } from 'looppool';
 * import { slowHashRead } from './main.tasks.js';
 *
 * export function odd(reads: string[]): string[] {
 *   return pool.zipSync(slowHashRead, reads, {}, { holes: 'skip' }).filter(([, keep]) => keep).map(([item]) => item).toArray();
 * }
 * ```
 *
 * ```ts worker
 * import { task } from 'looppool';
 * import { slowHash } from './heavy.js';
 *
 * // The loop body of odd in main.ts.
 * export const slowHashRead = task(
 *   import.meta.url,
 *   'slowHashRead',
 *   (read: string) => slowHash(read) % 2 === 1,
 *   { pure: true },
 * );
 * ```
 *
 * Requires:
 * - a receiver whose type is an array: `filter` of anything else may do anything.
 * - a function written in place: what it computes moves to workers, the items that are kept are the original ones.
 *
 * Not handled:
 * - callbacks that tell the type of their item (`x is T`): the rewritten text would lose it.
 * - callbacks that use `this` or the third parameter: they can reach the whole array.
 */
import { matchCallback } from './callback.js';
import type { Form } from './foundLoop.js';

const METHOD = { name: 'filter', form: 'filter', result: 'kept', skipsHoles: true } as const;

export const arrayFilter: Form = { id: 'filter', match: (node, checker) => matchCallback(node, METHOD, checker) };
