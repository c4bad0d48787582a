import type { ts } from 'ts-morph';
import { resolveCallee } from './callees.js';

/** `xs.map(…)`: the callback is called, and nobody keeps it. */
export function runsAtOnce({ expression }: ts.CallExpression, checker: ts.TypeChecker): boolean {
  const callee = resolveCallee(expression, checker);
  return (
    callee.kind === 'builtin' &&
    /^Array#(map|forEach|filter|flatMap|some|every|find|findIndex|findLast)$/.test(callee.key)
  );
}
