/**
 * A call of `Promise.all` or `Promise.allSettled` on what `map` gives of an array.
 *
 * ```ts before
 * export async function scores(reads: string[]): Promise<number[]> {
 *   return await Promise.all(reads.map(async (read) => align(read, 'ACGT').score));
 * }
 * ```
 *
 * ```ts after
 * import { pool } from 'looppool';
 * import { alignRead } from './main.tasks.js';
 *
 * export async function scores(reads: string[]): Promise<number[]> {
 *   return Array.from(await pool.map(alignRead, reads));
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
 *   async (read: string) => align(read, 'ACGT').score,
 *   { pure: true },
 * );
 * ```
 *
 * Requires:
 * - a receiver whose type is an array: `map` of anything else may do anything.
 * - a function that has no effects: `Promise.all` lets the calls take turns, and so do workers, in another order.
 * - that somebody waits for the promise where it is made; otherwise the code behind it runs meanwhile, and that is an
 *   assumption.
 *
 * What waits for a file or a timer needs no thread: it stays on the calling one, with at most 16 under way at once.
 * Where several calls fail, the error is that of the first of them in the list; `Promise.all` gives that of the one that
 * fails first.
 *
 * Not handled:
 * - `Promise.race` and `Promise.any`: they tell which promise came first.
 * - `Promise.allSettled` of a function that may throw before it gives a promise: write it `async`.
 */
import { ts } from 'ts-morph';
import { resolveCallee } from '../analysis/calls/callees.js';
import { isAsync, isGenerator } from '../analysis/source/symbols.js';
import { decline, matchMapper } from './callback.js';
import type { Form } from './foundLoop.js';

export const promiseAll: Form = {
  id: 'promise-all',
  match(node, checker) {
    const call = ts.isAwaitExpression(node) ? node.expression : node;
    if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return null;
    const { expression: receiver, name: anchor } = call.expression;
    if (!/^all(Settled)?$/.test(anchor.text) || !ts.isIdentifier(receiver) || receiver.text !== 'Promise') return null;
    const isGlobal = checker
      .getSymbolAtLocation(receiver)
      ?.declarations?.every((d) => d.getSourceFile().isDeclarationFile);
    const [mapped, more] = call.arguments;
    if (
      !isGlobal ||
      !mapped ||
      more ||
      !ts.isCallExpression(mapped) ||
      !ts.isPropertyAccessExpression(mapped.expression)
    )
      return null;
    const { expression: list, name: method } = mapped.expression;
    if (method.text !== 'map') return null;
    // Have: `Promise.all(….map(…))`, with its `await` where there is one.
    const place = { form: 'promise-all', node: node as ts.CallExpression | ts.AwaitExpression, anchor };
    const type = checker.getTypeAtLocation(list);
    if (!checker.isArrayType(type) && !checker.isTupleType(type))
      return decline(place, list, 'a `map` of no array. Make a list of it before');
    if (mapped.questionDotToken || mapped.expression.questionDotToken)
      return decline(place, mapped, 'an optional call. Test for it before, and call it plainly');
    const mapper = matchMapper(place, mapped.arguments[0], mapped.arguments[1], checker, true);
    if ('declined' in mapper) return mapper;
    // Have: a function written in place, or its name.
    const source = { kind: 'iterable', expression: list, skipsHoles: true, reversed: false, view: 'items' } as const;
    const settled = anchor.text === 'allSettled';
    if (settled && mapper.callback && !isAsync(mapper.callback) && !callsAsync(mapper.callback, checker))
      return decline(place, mapper.callback, 'a function that may throw before it gives a promise. Write it `async`');
    const given = { source, result: 'promised-list', settled, into: null, advance: null, before: [] } as const;
    return { found: { ...place, ...mapper, ...given } };
  },
};

/** `(x) => f(x)` with an `async` function of the program and plain arguments: whatever fails, fails in its promise. */
function callsAsync({ body, parameters }: ts.ArrowFunction | ts.FunctionExpression, checker: ts.TypeChecker): boolean {
  if (!parameters.every(({ name, initializer }) => ts.isIdentifier(name) && !initializer)) return false;
  if (!ts.isCallExpression(body) || !ts.isIdentifier(body.expression)) return false;
  if (!body.arguments.every((a) => ts.isIdentifier(a) || ts.isLiteralExpression(a))) return false;
  const callee = resolveCallee(body.expression, checker);
  return callee.kind === 'program' && callee.functions.every((fn) => isAsync(fn) && !isGenerator(fn));
}
