/**
 * A `for…in` loop.
 *
 * ```ts before
 * export function allCosts(sizes: Record<string, number>): Record<string, number> {
 *   const costs: Record<string, number> = {};
 *   for (const name in sizes) {
 *     costs[name] = slowSine(sizes[name]!);
 *   }
 *   return costs;
 * }
 * ```
 *
 * ```ts after
 * import { pool, keysIn } from 'looppool';
 * import { slowSineName } from './main.tasks.js';
 *
 * export function allCosts(sizes: Record<string, number>): Record<string, number> {
 *   const costs: Record<string, number> = {};
 *   for (const [name, result] of pool.zipSync(slowSineName, keysIn(sizes), { sizes })) {
 *     costs[name] = result;
 *   }
 *   return costs;
 * }
 * ```
 *
 * ```ts worker
 * import { task } from 'looppool';
 * import { slowSine } from './heavy.js';
 *
 * // The loop body of allCosts in main.ts.
 * export const slowSineName = task(
 *   import.meta.url,
 *   'slowSineName',
 *   (name: string, { sizes }: { sizes: Record<string, number> }) => slowSine(sizes[name]!),
 *   { pure: true },
 * );
 * ```
 *
 * Requires:
 * - a loop variable declared in the head. A `var` may be used only in loops that begin it anew.
 * - an object whose properties the body leaves alone: the keys are asked for before the first iteration, inherited ones
 *   included.
 *
 * Not handled:
 * - an object of a generic type: its keys are no plain strings to the compiler.
 */
import { ts } from 'ts-morph';
import type { Form } from './foundLoop.js';
import { statementLoop } from './statementLoop.js';

export const forIn: Form = {
  id: 'for-in',
  match(node, checker) {
    if (!ts.isForInStatement(node)) return null;
    const decline = (at: ts.Node, detail: string) => ({
      declined: { form: 'for-in', node, anchor: node, code: 'unsupported-header' as const, at, detail },
    });
    const { initializer, expression } = node;
    if (!ts.isVariableDeclarationList(initializer))
      return decline(initializer, 'the loop variable is declared outside the loop');
    const [variable] = initializer.declarations;
    if (!variable || !ts.isIdentifier(variable.name)) return null;
    // `for (var key = 0 in object)`, as only old scripts can write it.
    if (variable.initializer) return decline(variable, 'the loop variable has a first value');
    if (!(checker.getTypeAtLocation(variable.name).flags & ts.TypeFlags.String))
      return decline(expression, 'the keys belong to a generic type');
    // Have: a key of each iteration's own.
    const source = { kind: 'iterable', expression, skipsHoles: false, reversed: false, view: 'keys' } as const;
    return statementLoop('for-in', node, { item: variable.name, source });
  },
};
