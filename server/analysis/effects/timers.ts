import { ts } from 'ts-morph';
import { isGlobal, symbolOf, unwrap } from '../source/symbols.js';

/** What `new Promise(…)` waits for where it is given `(resolve) => setTimeout(resolve, 100)`, which does nothing but wait; else null. */
export function timerCall(executor: ts.Expression, checker: ts.TypeChecker): ts.CallExpression | null {
  const fn = unwrap(executor);
  if (!ts.isArrowFunction(fn) && !ts.isFunctionExpression(fn)) return null;
  const [first] = fn.parameters;
  const body = ts.isBlock(fn.body) ? (fn.body.statements.length === 1 ? fn.body.statements[0] : undefined) : fn.body;
  const call = body && (ts.isExpressionStatement(body) ? body.expression : body);
  return first !== undefined &&
    call !== undefined &&
    ts.isCallExpression(call) &&
    ts.isIdentifier(call.expression) &&
    /^set(Timeout|Immediate)$/.test(call.expression.text) &&
    isGlobal(symbolOf(call.expression, checker)) &&
    call.arguments[0]?.getText() === first.name.getText()
    ? call
    : null;
}
