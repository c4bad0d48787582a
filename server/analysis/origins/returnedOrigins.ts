import { ts } from 'ts-morph';
import { returnedValues } from '../source/functions.js';
import { type FunctionOrigins, functionOrigins, originsLeaving } from './functionOrigins.js';
import type { Origins } from './origins.js';
import { type FunctionNode, isFunctionNode, isGenerator } from '../source/symbols.js';

/**
 * Where what a function returns comes from, and what it holds.
 *
 * @param originsIn makes the origins of the function's own code
 */
export function returnedOrigins(
  fn: FunctionNode,
  checker: ts.TypeChecker,
  originsIn: (fn: FunctionNode) => Origins,
): FunctionOrigins {
  return functionOrigins(fn, checker, () => {
    const origins = originsIn(fn);
    const { self, held } = originsLeaving(fn, returnedValues(fn), origins);
    if (isGenerator(fn)) {
      // Its items are in what it hands out.
      const yielded = originsLeaving(fn, yieldedValues(fn), origins);
      return { self: ['fresh'], held: [...self, ...held, ...yielded.self, ...yielded.held] };
    }
    return { self: self.length > 0 ? self : ['fresh'], held };
  });
}

function yieldedValues(fn: FunctionNode): ts.Expression[] {
  const values: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (isFunctionNode(node)) return;
    if (ts.isYieldExpression(node) && node.expression) values.push(node.expression);
    ts.forEachChild(node, visit);
  };
  if (fn.body) visit(fn.body);
  return values;
}
