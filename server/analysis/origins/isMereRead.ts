import { ts } from 'ts-morph';
import { resolveCallee } from '../calls/callees.js';
import { isAssignment, isIncrement } from '../source/assignments.js';
import { isPrimitive } from '../source/symbols.js';

/** Whether a use only gets a plain value out of an object. */
export function isMereRead(use: ts.Expression, checker: ts.TypeChecker): boolean {
  const { parent } = use;
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) {
    if (parent.expression !== use) return true;
    const call = parent.parent;
    if (!ts.isCallExpression(call) || call.expression !== parent) return isMereRead(parent, checker);
    const callee = resolveCallee(parent, checker);
    return callee.kind === 'builtin' && callee.entry.changes === undefined && callee.entry.returns === 'primitive';
  }
  if (isAssignment(parent) && parent.left === use) return false;
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) return !isIncrement(parent);
  if (ts.isDeleteExpression(parent)) return false;
  return isPrimitive(checker.getTypeAtLocation(use), checker);
}
