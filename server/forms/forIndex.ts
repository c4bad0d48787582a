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
 * - one counter, declared in the head with `let`, starting anywhere: each iteration gets its own value.
 * - a comparison of the counter with a bound that the body does not change: the number of iterations is known beforehand.
 * - a constant whole step (`i++`, `i--`, `i += 2`): the counter of every iteration is known beforehand.
 *
 * Not handled:
 * - a body that assigns to the counter: the iterations are not known beforehand.
 * - two counters in one head: write the second one as a computation from the first.
 */
import { ts } from 'ts-morph';
import type { Form, ItemSource } from './foundLoop.js';

export const forIndex: Form = {
  id: 'for-index',
  match(node, checker) {
    if (!ts.isForStatement(node)) return null;
    const decline = (at: ts.Node, detail: string) => ({
      declined: { form: 'for-index', node, anchor: node, code: 'unsupported-header' as const, at, detail },
    });
    const { initializer, condition, incrementor } = node;
    if (!initializer || !ts.isVariableDeclarationList(initializer))
      return decline(initializer ?? node, 'the counter is not declared in the head of the loop');
    if (!(initializer.flags & ts.NodeFlags.Let)) return decline(initializer, 'the counter is not declared with `let`');
    const [counter, second] = initializer.declarations;
    if (second) return decline(second, 'the head declares a second variable');
    if (!counter?.initializer || !ts.isIdentifier(counter.name))
      return decline(initializer, 'the counter has no start value');
    if (checker.getTypeAtLocation(counter.initializer).flags & ts.TypeFlags.BigIntLike)
      return decline(counter.initializer, 'the counter is a bigint');
    // Have: one counter of the loop's own.
    const name = counter.name.text;
    const step = incrementor ? stepOf(incrementor, name) : null;
    if (!incrementor || step === null) return decline(incrementor ?? node, 'the step is not a constant whole number');
    if (!isWholeStart(counter.initializer)) return decline(counter.initializer, 'the start value may have a fraction');
    const bound = condition ? boundOf(condition, name, step) : null;
    if (!condition || !bound)
      return decline(condition ?? node, 'the condition does not compare the counter with a bound');
    // Have: a range known before the first iteration, if the body leaves the bound alone.
    const source: ItemSource = { kind: 'range', start: counter.initializer, ...bound, step, isLength: false };
    return {
      found: {
        form: 'for-index',
        node,
        anchor: node,
        body: node.statement,
        callback: null,
        item: counter.name,
        index: null,
        source,
        result: 'none',
        fold: null,
        into: null,
      },
    };
  },
};

/** The change of the counter per iteration, or null where it is not a constant whole number. */
function stepOf(update: ts.Expression, name: string): number | null {
  const isCounter = (e: ts.Expression) => ts.isIdentifier(e) && e.text === name;
  const whole = (e: ts.Expression, sign: number) =>
    ts.isNumericLiteral(e) && Number.isSafeInteger(Number(e.text)) && Number(e.text) > 0 ? sign * Number(e.text) : null;
  if (ts.isPrefixUnaryExpression(update) || ts.isPostfixUnaryExpression(update)) {
    if (!isCounter(update.operand)) return null;
    if (update.operator === ts.SyntaxKind.PlusPlusToken) return 1;
    return update.operator === ts.SyntaxKind.MinusMinusToken ? -1 : null;
  }
  if (!ts.isBinaryExpression(update) || !isCounter(update.left)) return null;
  const { operatorToken, right } = update;
  if (operatorToken.kind === ts.SyntaxKind.PlusEqualsToken) return whole(right, 1);
  if (operatorToken.kind === ts.SyntaxKind.MinusEqualsToken) return whole(right, -1);
  if (operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isBinaryExpression(right) || !isCounter(right.left))
    return null;
  if (right.operatorToken.kind === ts.SyntaxKind.PlusToken) return whole(right.right, 1);
  return right.operatorToken.kind === ts.SyntaxKind.MinusToken ? whole(right.right, -1) : null;
}

const FLIPPED = new Map([
  [ts.SyntaxKind.LessThanToken, ts.SyntaxKind.GreaterThanToken],
  [ts.SyntaxKind.LessThanEqualsToken, ts.SyntaxKind.GreaterThanEqualsToken],
  [ts.SyntaxKind.GreaterThanToken, ts.SyntaxKind.LessThanToken],
  [ts.SyntaxKind.GreaterThanEqualsToken, ts.SyntaxKind.LessThanEqualsToken],
]);

function boundOf(
  condition: ts.Expression,
  name: string,
  step: number,
): { bound: ts.Expression; inclusive: boolean } | null {
  if (!ts.isBinaryExpression(condition)) return null;
  const isCounter = (e: ts.Expression) => ts.isIdentifier(e) && e.text === name;
  const left = isCounter(condition.left);
  if (left === isCounter(condition.right)) return null;
  const bound = left ? condition.right : condition.left;
  const operator = left ? condition.operatorToken.kind : FLIPPED.get(condition.operatorToken.kind);
  const up = step > 0;
  if (operator === (up ? ts.SyntaxKind.LessThanToken : ts.SyntaxKind.GreaterThanToken))
    return { bound, inclusive: false };
  if (operator === (up ? ts.SyntaxKind.LessThanEqualsToken : ts.SyntaxKind.GreaterThanEqualsToken))
    return { bound, inclusive: true };
  return null;
}

/** A start written with a fraction would accumulate rounding; a name is taken as it comes, `range` counts as the loop did. */
function isWholeStart(start: ts.Expression): boolean {
  return !ts.isNumericLiteral(start) || Number.isSafeInteger(Number(start.text));
}
