import { ts } from 'ts-morph';
import type { Callee } from '../calls/callees.js';
import type { EffectWalk } from './effectWalk.js';
import { createOrigins } from '../origins/origins.js';
import { enclosingFunction, isAsync, isGenerator, isPrimitive, unwrap, wrapped } from '../source/symbols.js';

/**
 * `yield value` in a generator that is looked at as a function: whoever walks over it gets the values. Anywhere else, and where a
 * value is sent back, it may mean anything.
 */
export function noteYield(walk: EffectWalk, node: ts.YieldExpression): void {
  const { expression: value, asteriskToken, parent } = node;
  const home = enclosingFunction(node);
  const isPlain = home === walk.region && isGenerator(home) && ts.isExpressionStatement(parent);
  const isGiven =
    !value || (asteriskToken ? ts.isCallExpression(unwrap(value)) : isNewOrPrimitive(value, walk.checker));
  if (!isPlain || !isGiven) walk.note('unknown-call', node, node.getText().slice(0, 20));
}

function isNewOrPrimitive(value: ts.Expression, checker: ts.TypeChecker): boolean {
  const type = checker.getTypeAtLocation(value);
  const origins = createOrigins(value, checker);
  return (
    isPrimitive(type, checker) ||
    origins.isFreshThroughout(value) ||
    (isListOfPrimitives(type, checker) && origins.of(value).every((origin) => origin === 'fresh'))
  );
}

/** Nothing in such a list can be shared: `samples.slice(from, to)`. */
function isListOfPrimitives(type: ts.Type, checker: ts.TypeChecker): boolean {
  const item = checker.isArrayType(type) ? checker.getIndexTypeOfType(type, ts.IndexKind.Number) : undefined;
  return item !== undefined && isPrimitive(item, checker);
}

/**
 * When what a call runs has run: a generator runs while it is walked over.
 *
 * @returns null where nobody sees when that is
 */
export function doneAt(call: ts.CallExpression, callee: Callee): ts.Expression | ts.Statement | null {
  if (callee.kind !== 'program' || !callee.functions.some(isGenerator)) return call;
  const awaits = callee.functions.some(isAsync);
  if (awaits && !callee.functions.every(isAsync)) return null;
  const whole = wrapped(call);
  const { parent } = whole;
  if (ts.isForOfStatement(parent))
    return parent.expression === whole && (parent.awaitModifier !== undefined || !awaits) ? parent : null;
  if (awaits) return ts.isYieldExpression(parent) && parent.asteriskToken ? call : null;
  if (ts.isSpreadElement(parent)) return call;
  if (ts.isYieldExpression(parent)) return parent.asteriskToken ? call : null;
  const isTaken =
    (ts.isCallExpression(parent) && /^(Array\.from|Object\.fromEntries)$/.test(parent.expression.getText())) ||
    (ts.isNewExpression(parent) && /^(Set|Map)$/.test(parent.expression.getText()));
  return isTaken ? parent : null;
}
