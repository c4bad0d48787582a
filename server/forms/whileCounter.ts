/**
 * A `while` loop that counts.
 *
 * ```ts before
 * export function fill(out: number[], end: number): number {
 *   let i = 0;
 *   while (i < end) {
 *     out.push(slowSine(i));
 *     i++;
 *   }
 *   return i;
 * }
 * ```
 *
 * ```ts after
 * import { pool, range } from 'looppool';
 * import { slowSineAt } from './main.tasks.js';
 *
 * export function fill(out: number[], end: number): number {
 *   let i = 0;
 *   for (const [, result] of pool.zipSync(slowSineAt, range(i, end))) {
 *     out.push(result);
 *     i++;
 *   }
 *   return i;
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
 * - a comparison of a counter with a bound that the body does not change: the number of iterations is known beforehand.
 * - a last statement that moves the counter by a constant whole step, and nothing else that changes it. That statement
 *   stays, so that the counter has its value during and after the loop.
 *
 * Any other loop (`while (i--)`, a position that moves unevenly, a queue) is gone through by a generator that runs ahead,
 * where its condition needs nothing of what the body computes.
 *
 * Not handled:
 * - a condition that needs what the body computes: the iterations are not known beforehand.
 */
import { ts } from 'ts-morph';
import { boundOf, stepOf } from './counter.js';
import type { Form, ItemSource } from './foundLoop.js';
import { statementLoop } from './statementLoop.js';

export const whileCounter: Form = {
  id: 'while',
  match(node, checker) {
    if (!ts.isWhileStatement(node)) return null;
    const { expression: condition, statement: body } = node;
    const found = (item: ts.Identifier | null, source: ItemSource, advance: ts.Statement | null) =>
      statementLoop('while', node, { item, source, advance });
    const open = (at: ts.Node, detail: string) => found(null, { kind: 'head', trouble: { at, detail } }, null);
    const counter = ts.isBinaryExpression(condition) ? [condition.left, condition.right].find(ts.isIdentifier) : null;
    if (!counter) return open(condition, 'the condition does not compare a counter with a bound');
    const advance = ts.isBlock(body) ? body.statements.at(-1) : undefined;
    const step =
      advance && ts.isExpressionStatement(advance) ? stepOf(advance.expression, counter.text, checker) : null;
    if (!advance || step === null)
      return open(condition, `the last statement does not move \`${counter.text}\` by a constant whole number`);
    if (!(checker.getTypeAtLocation(counter).flags & ts.TypeFlags.NumberLike))
      return open(counter, 'the counter is not a number');
    const bound = boundOf(condition, counter.text, step);
    if (!bound) return open(condition, 'the condition does not compare the counter with a bound');
    const skip = continueIn(body, node);
    if (skip) return open(skip, '`continue` passes over the step of the counter');
    // Have: a range known before the first iteration, if the body leaves the counter and the bound alone.
    return found(counter, { kind: 'range', start: counter, ...bound, step, isLength: false, isTaken: false }, advance);
  },
};

/** A `continue` of the loop itself. */
function continueIn(node: ts.Node, loop: ts.WhileStatement): ts.Node | null {
  const labels = new Set<string>();
  for (let outer: ts.Node = loop.parent; ts.isLabeledStatement(outer); outer = outer.parent)
    labels.add(outer.label.text);
  const visit = (child: ts.Node, nested: boolean): ts.Node | null => {
    if (ts.isFunctionLike(child)) return null;
    if (ts.isContinueStatement(child))
      return child.label ? (labels.has(child.label.text) ? child : null) : nested ? null : child;
    const inner = nested || ts.isIterationStatement(child, false);
    return ts.forEachChild(child, (c) => visit(c, inner) ?? undefined) ?? null;
  };
  return visit(node, false);
}
