/**
 * A `do … while` loop.
 *
 * ```ts before
 * export function lines(text: string, out: number[]): void {
 *   let at = 0;
 *   do {
 *     const end = text.indexOf('\n', at);
 *     const line = end < 0 ? text.slice(at) : text.slice(at, end);
 *     at = end + 1;
 *     out.push(slowHash(line));
 *   } while (at > 0);
 * }
 * ```
 *
 * ```ts after
 * import { pool } from 'looppool';
 * import { slowHashItem } from './main.tasks.js';
 *
 * export function lines(text: string, out: number[]): void {
 *   let at = 0;
 *   const inputs = function* () {
 *     do {
 *       const end = text.indexOf('\n', at);
 *       yield { end, at };
 *       at = end + 1;
 *     } while (at > 0);
 *   };
 *   for (const [, result] of pool.zipSync(slowHashItem, inputs(), { text })) {
 *     out.push(result);
 *   }
 * }
 * ```
 *
 * ```ts worker
 * import { task } from 'looppool';
 * import { slowHash } from './heavy.js';
 *
 * // The loop body of lines in main.ts.
 * export const slowHashItem = task(
 *   import.meta.url,
 *   'slowHashItem',
 *   ({ end, at }: { end: number; at: number }, { text }: { text: string }) => {
 *     const line = end < 0 ? text.slice(at) : text.slice(at, end);
 *     return slowHash(line);
 *   },
 *   { pure: true },
 * );
 * ```
 *
 * Requires:
 * - a condition that needs nothing of what the body computes: a generator runs ahead with it, and with all that moves it.
 *
 * Not handled:
 * - a condition that needs what the body computes: the iterations are not known beforehand.
 */
import { ts } from 'ts-morph';
import type { Form } from './foundLoop.js';
import { statementLoop } from './statementLoop.js';

export const doWhile: Form = {
  id: 'do-while',
  match(node) {
    if (!ts.isDoStatement(node)) return null;
    const trouble = { at: node.expression, detail: 'a `do … while` loop is not counted' };
    return statementLoop('do-while', node, { item: null, source: { kind: 'head', trouble } });
  },
};
