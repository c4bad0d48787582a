/**
 * A call of `reduce` or `reduceRight` on an array.
 *
 * ```ts before
 * export function total(reads: string[]): number {
 *   return reads.reduce((sum, read) => sum + slowHash(read), 0);
 * }
 * ```
 *
 * ```ts after
 * import { pool } from 'looppool';
 * import { slowHashRead } from './main.tasks.js';
 *
 * export function total(reads: string[]): number {
 *   return pool.zipSync(slowHashRead, reads, {}, { holes: 'skip' }).reduce((sum, [, result]) => sum + result, 0);
 * }
 * ```
 *
 * ```ts worker
 * import { task } from 'looppool';
 * import { slowHash } from './heavy.js';
 *
 * // The loop body of total in main.ts.
 * export const slowHashRead = task(import.meta.url, 'slowHashRead', (read: string) => slowHash(read), { pure: true });
 * ```
 *
 * Requires:
 * - a receiver whose type is an array: `reduce` of anything else may do anything.
 * - a function written in place: what does not need the accumulator moves to workers, and the fold itself stays in its
 *   order, so that sums of floats round as before.
 * - an initial value that does nothing else when it is made.
 *
 * Not handled:
 * - no initial value, where the list may have holes or the function asks for the index: else the first item is one.
 * - an accumulator that all the work needs: that is a recurrence.
 */
import { matchCallback } from './callback.js';
import type { Form } from './foundLoop.js';

const REDUCE = { name: 'reduce', form: 'reduce', result: 'fold', skipsHoles: true } as const;
const RIGHT = { name: 'reduceRight', form: 'reduce-right', result: 'fold', skipsHoles: true, reversed: true } as const;

export const arrayReduce: Form = {
  id: 'reduce',
  match: (node, checker) => matchCallback(node, REDUCE, checker) ?? matchCallback(node, RIGHT, checker),
};
