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
 * - one counter, declared in the head, starting anywhere: each iteration gets its own value. A `var` may be used only in
 *   loops that begin it anew.
 * - a comparison of the counter with a bound that the body does not change: the number of iterations is known beforehand.
 * - a constant whole step (`i++`, `i--`, `i += 2`): the counter of every iteration is known beforehand.
 *
 * Not handled:
 * - a body that assigns to the counter: the iterations are not known beforehand.
 * - two counters in one head: write the second one as a computation from the first.
 */
import { ts } from 'ts-morph';
import { boundOf, isWholeStart, stepOf } from './counter.js';
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
    if (initializer.flags & ts.NodeFlags.Const) return decline(initializer, 'the counter is a constant');
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
        isNamed: false,
        item: counter.name,
        index: null,
        source,
        result: 'none',
        fold: null,
        into: null,
        advance: null,
      },
    };
  },
};
