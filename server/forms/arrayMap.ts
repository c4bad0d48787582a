/**
 * A call of `map` on an array.
 *
 * ```ts before
 * export function scores(reads: string[], reference: string): number[] {
 *   return reads.map((read) => align(reference, read).score);
 * }
 * ```
 *
 * ```ts after
 * import { pool } from 'looppool';
 * import { alignRead } from './main.tasks.js';
 *
 * export function scores(reads: string[], reference: string): number[] {
 *   return pool.mapSync(alignRead, reads, { reference });
 * }
 * ```
 *
 * ```ts worker
 * import { task } from 'looppool';
 * import { align } from './heavy.js';
 *
 * // The loop body of scores in main.ts.
 * export const alignRead = task(
 *   import.meta.url,
 *   'alignRead',
 *   (read: string, { reference }: { reference: string }) => align(reference, read).score,
 *   { pure: true },
 * );
 * ```
 *
 * Requires:
 * - a receiver whose type is an array: `map` of anything else may do anything.
 * - a function written in place, or a function or a method without `this` of the program given by its name, that takes
 *   the item and perhaps the index.
 *
 * Not handled:
 * - callbacks that use `this` or the third parameter: they can reach the whole array.
 * - `async` callbacks: they wait rather than compute.
 */
import { matchCallback } from './callback.js';
import type { Form } from './foundLoop.js';

const METHOD = { name: 'map', form: 'map', result: 'list', skipsHoles: true } as const;

export const arrayMap: Form = { id: 'map', match: (node, checker) => matchCallback(node, METHOD, checker) };
