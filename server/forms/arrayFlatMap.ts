/**
 * A call of `flatMap` on an array.
 *
 * ```ts before
 * export function waves(sizes: number[]): number[] {
 *   return sizes.flatMap((size) => [slowSine(size), -slowSine(size)]);
 * }
 * ```
 *
 * ```ts after
 * import { pool } from 'looppool';
 * import { slowSineSize } from './main.tasks.js';
 *
 * export function waves(sizes: number[]): number[] {
 *   return pool.mapSync(slowSineSize, sizes).flat();
 * }
 * ```
 *
 * ```ts worker
 * import { task } from 'looppool';
 * import { slowSine } from './heavy.js';
 *
 * // The loop body of waves in main.ts.
 * export const slowSineSize = task(
 *   import.meta.url,
 *   'slowSineSize',
 *   (size: number) => [slowSine(size), -slowSine(size)],
 *   { pure: true },
 * );
 * ```
 *
 * Requires:
 * - a receiver whose type is an array: `flatMap` of anything else may do anything.
 * - a function written in place, with the item and perhaps the index as its parameters.
 *
 * Not handled:
 * - callbacks that use `this` or the third parameter: they can reach the whole array.
 */
import { matchCallback } from './callback.js';
import type { Form } from './foundLoop.js';

const METHOD = { name: 'flatMap', form: 'flat-map', result: 'flat-list', skipsHoles: true } as const;

export const arrayFlatMap: Form = { id: 'flat-map', match: (node, checker) => matchCallback(node, METHOD, checker) };
