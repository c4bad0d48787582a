/**
 * A `for…of` loop over an array, typed array, string, Map or Set, over the `keys()`, `values()` or `entries()` of one, or over a
 * generator of the program that has no effects.
 *
 * ```ts before
 * export function scoreAll(reads: string[], score: Map<string, number>): number {
 *   let total = 0;
 *   for (const read of reads) {
 *     const hash = slowHash(read);
 *     score.set(read, hash);
 *     total += hash;
 *   }
 *   return total;
 * }
 * ```
 *
 * ```ts after
 * import { pool } from 'looppool';
 * import { slowHashRead } from './main.tasks.js';
 *
 * export function scoreAll(reads: string[], score: Map<string, number>): number {
 *   let total = 0;
 *   for (const [read, hash] of pool.zipSync(slowHashRead, reads)) {
 *     score.set(read, hash);
 *     total += hash;
 *   }
 *   return total;
 * }
 * ```
 *
 * ```ts worker
 * import { task } from 'looppool';
 * import { slowHash } from './heavy.js';
 *
 * // The loop body of scoreAll in main.ts.
 * export const slowHashRead = task(import.meta.url, 'slowHashRead', (read: string) => slowHash(read), { pure: true });
 * ```
 *
 * Requires:
 * - a loop variable declared in the head: it belongs to one iteration, so it can be an item. A `var` may be used only in
 *   loops that begin it anew.
 * - a collection that the body does not change: items are read ahead of the iteration that uses them.
 *
 * Not handled:
 * - iterators, and generators that have effects or read what the loop writes: reading ahead would run their code early.
 */
import { ts } from 'ts-morph';
import { iterationKind, whyUnknown } from './iteration.js';
import type { Form } from './foundLoop.js';
import { statementLoop } from './statementLoop.js';

export const forOf: Form = {
  id: 'for-of',
  match(node, checker) {
    if (!ts.isForOfStatement(node) || node.awaitModifier) return null;
    const declined = { form: 'for-of', node, anchor: node };
    const { initializer, expression } = node;
    if (!ts.isVariableDeclarationList(initializer)) {
      return {
        declined: {
          ...declined,
          code: 'unsupported-header',
          at: initializer,
          detail: 'the loop variable is declared outside the loop',
        },
      };
    }
    if (initializer.flags & ts.NodeFlags.Using)
      return {
        declined: { ...declined, code: 'unsupported-header', at: initializer, detail: 'items that are disposed of' },
      };
    // Have: a variable of each iteration's own.
    const item = initializer.declarations[0]?.name;
    if (!item) return null;
    if (
      ts.isCallExpression(expression) &&
      ts.isPropertyAccessExpression(expression.expression) &&
      /^(zip|zipSync|imap)$/.test(expression.expression.name.text)
    ) {
      return { declined: { ...declined, code: 'already-parallel', at: expression, detail: 'This loop' } };
    }
    if (iterationKind(expression, checker) === 'unknown') {
      return {
        declined: { ...declined, code: whyUnknown(expression, checker), at: expression, detail: expression.getText() },
      };
    }
    // Have: a collection whose items can be read ahead.
    const source = { kind: 'iterable', expression, skipsHoles: false, reversed: false, view: 'items' } as const;
    return statementLoop('for-of', node, { item, source });
  },
};
