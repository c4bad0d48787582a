/**
 * A counted `for` loop.
 *
 * ```ts before
 * export function fill(out: Float64Array): void {
 *   for (let i = 0; i < out.length; i++) {
 *     out[i] = slowSine(i);
 *   }
 * }
 * ```
 *
 * ```ts after
 * import { pool, range } from 'looppool';
 * import { slowSineAt } from './main.tasks.js';
 *
 * export function fill(out: Float64Array): void {
 *   for (const [i, result] of pool.zipSync(slowSineAt, range(out.length))) {
 *     out[i] = result;
 *   }
 * }
 * ```
 *
 * ```ts worker
 * import { task } from 'looppool';
 * import { slowSine } from './heavy.js';
 *
 * // The loop body of fill in main.ts.
 * export const slowSineAt = task(import.meta.url, 'slowSineAt', (i: number) => slowSine(i), { pure: true });
 * ```
 *
 * Requires:
 * - one counter, starting anywhere: each iteration gets its own value. A `var`, or a counter declared before the loop, may
 *   be used only in loops that begin it anew.
 * - a comparison of the counter with a bound that the body does not change: the number of iterations is known beforehand.
 * - a constant whole step (`i++`, `i--`, `i += 2`): the counter of every iteration is known beforehand.
 * - other variables of the head (`n = xs.length`) that only the body changes: they are declared before the loop.
 *
 * Any other head (`i++, j += 2`, `x += 0.1`, `n *= 2`, no condition, a counter that the body moves) is gone through by a
 * generator that runs ahead, where it needs nothing of what the body computes.
 *
 * Not handled:
 * - a head that needs what the body computes: the iterations are not known beforehand.
 */
import { ts } from 'ts-morph';
import { readHead } from './forHead.js';
import type { Form } from './foundLoop.js';
import { statementLoop } from './statementLoop.js';

export const forIndex: Form = {
  id: 'for-index',
  match(node, checker) {
    if (!ts.isForStatement(node)) return null;
    const head = readHead(node, checker);
    // Have: a range known before the first iteration, if the body leaves the bound alone; or a head that can lead.
    return 'detail' in head
      ? statementLoop('for-index', node, { item: null, source: { kind: 'head', trouble: head } })
      : statementLoop('for-index', node, { item: head.counter, source: head.source, before: head.before });
  },
};
