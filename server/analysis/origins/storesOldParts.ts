import { ts } from 'ts-morph';
import { resolveCallee } from '../calls/callees.js';
import { isAssignment, storesItsValue } from '../source/assignments.js';
import { isFunctionNode, isPrimitive, unwrap } from '../source/symbols.js';
import { isNewThroughout } from './newObjects.js';
import { holdsPrimitives } from './primitiveParts.js';

/** `[a, b]` as a target: no object is given anything. */
const isListOfNames = (target: ts.Expression): boolean =>
  ts.isArrayLiteralExpression(target) && target.elements.every((e) => ts.isIdentifier(e) || ts.isOmittedExpression(e));

/** Whether something that has a name already is stored in some object: two items may then share it. */
export function storesOldParts(node: ts.Node, checker: ts.TypeChecker): boolean {
  const isOld = (value: ts.Expression): boolean =>
    !isPrimitive(checker.getTypeAtLocation(value), checker) && !isNewThroughout(value, checker);
  if (isAssignment(node)) {
    const target = unwrap(node.left);
    return !ts.isIdentifier(target) && !isListOfNames(target) && storesItsValue(node) && isOld(node.right);
  }
  if (!ts.isCallExpression(node)) return false;
  const callee = resolveCallee(node.expression, checker);
  return (
    callee.kind === 'builtin' &&
    callee.entry.changes !== undefined &&
    // `bytes.set(others)` stores numbers.
    !(callee.entry.changes === 'receiver' && callee.receiver && holdsPrimitives(callee.receiver, checker)) &&
    node.arguments.some((a) => !isFunctionNode(unwrap(a)) && isOld(a))
  );
}
