import { ts } from 'ts-morph';
import { resolveCallee } from '../calls/callees.js';
import { classNamed, enclosingFunction, isPrimitive, unwrap } from '../source/symbols.js';
import { holdsKept, keepsInstances, keepsResult } from './keptObjects.js';
import { createOrigins } from './origins.js';
import { mayBeBuffer, viewedByCall } from './views.js';

/** Whether an expression makes a new object with everything in it, and nobody else got hold of any of that. */
export const isNewThroughout = (value: ts.Expression, checker: ts.TypeChecker): boolean =>
  isNew(value, checker) && createOrigins(value, checker).isFreshThroughout(value) && !holdsKept(value, checker);

/** Whether an expression makes a new object, or no object at all. */
export function isNew(value: ts.Expression, checker: ts.TypeChecker): boolean {
  const node = unwrap(value);
  if (isPrimitive(checker.getTypeAtLocation(node), checker)) return true;
  if (ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node)) return true;
  if (ts.isNewExpression(node)) {
    // A typed array on someone's buffer is a view.
    const [first] = node.arguments ?? [];
    const made = classNamed(node.expression, checker);
    return (!first || !mayBeBuffer(checker.getTypeAtLocation(first))) && !(made && keepsInstances(made, checker));
  }
  if (ts.isConditionalExpression(node)) return isNew(node.whenTrue, checker) && isNew(node.whenFalse, checker);
  if (ts.isAwaitExpression(node)) return isNewWhenAwaited(unwrap(node.expression), checker);
  if (!ts.isCallExpression(node)) return false;
  const callee = resolveCallee(node.expression, checker);
  if (callee.kind === 'program')
    return (
      createOrigins(enclosingFunction(node), checker)
        .of(node)
        .every((o) => o === 'fresh') && !callee.functions.some((fn) => keepsResult(fn, checker))
    );
  if (callee.kind !== 'builtin' || viewedByCall(callee.key, node, checker)) return false;
  if (callee.entry.returns === 'fresh' || callee.entry.returns === 'holds') return true;
  // `new Array(n).fill(0)` and `[…].sort()`
  return callee.entry.returns === 'receiver' && callee.receiver !== null && isNew(callee.receiver, checker);
}

/** Promises of a list that is made for them. */
const OF_NEW_LIST = /^(Promise\.all(Settled)?|looppool#pool\.(map|allSettled))$/;

function isNewWhenAwaited(promise: ts.Expression, checker: ts.TypeChecker): boolean {
  const callee = ts.isCallExpression(promise) ? resolveCallee(promise.expression, checker) : null;
  return callee?.kind === 'builtin' && OF_NEW_LIST.test(callee.key);
}
