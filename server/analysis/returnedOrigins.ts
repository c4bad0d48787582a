import type { ts } from 'ts-morph';
import { returnedValues } from './callees.js';
import { type FunctionOrigins, functionOrigins, originsLeaving } from './functionOrigins.js';
import type { Origins } from './origins.js';
import type { FunctionNode } from './symbols.js';

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
    const { self, held } = originsLeaving(fn, returnedValues(fn), originsIn(fn));
    return { self: self.length > 0 ? self : ['fresh'], held };
  });
}
