/**
 * A call of `some` or `every` on an array.
 *
 * ```ts before
 * export function allPass(reads: string[], limit: number): boolean {
 *   return reads.every((read) => slowHash(read) < limit);
 * }
 * ```
 *
 * ```ts after
 * import { pool } from 'looppool';
 * import { slowHashRead } from './main.tasks.js';
 *
 * export function allPass(reads: string[], limit: number): boolean {
 *   return pool.zipSync(slowHashRead, reads, { limit }, { holes: 'skip' }).every(([, holds]) => holds);
 * }
 * ```
 *
 * ```ts worker
 * import { task } from 'looppool';
 * import { slowHash } from './heavy.js';
 *
 * // The loop body of allPass in main.ts.
 * export const slowHashRead = task(
 *   import.meta.url,
 *   'slowHashRead',
 *   (read: string, { limit }: { limit: number }) => slowHash(read) < limit,
 *   { pure: true },
 * );
 * ```
 *
 * Requires:
 * - a receiver whose type is an array: the method of anything else may do anything.
 * - a function written in place: it is asked for one item after another, and not after the answer is known. What
 *   workers computed ahead of that, errors included, is discarded.
 *
 * Not handled:
 * - callbacks that use `this` or the third parameter: they can reach the whole array.
 */
import { matchCallback } from './callback.js';
import type { Form } from './foundLoop.js';

const SOME = { name: 'some', form: 'some', result: 'some', skipsHoles: true } as const;
const EVERY = { name: 'every', form: 'every', result: 'every', skipsHoles: true } as const;

export const arraySome: Form = {
  id: 'some',
  match: (node, checker) => matchCallback(node, SOME, checker) ?? matchCallback(node, EVERY, checker),
};
