import { ts } from 'ts-morph';
import { isGivenValue } from './memberWrites.js';
import { namesIn } from './names.js';
import { type FunctionNode, isConstant, isFunctionNode } from './symbols.js';

/** The function whose `arguments` a name stands for; null where there is none. */
export function functionOfArguments(name: ts.Node): FunctionNode | null {
  const home = ts.findAncestor(name, (node) => isFunctionNode(node) && !ts.isArrowFunction(node));
  return home && isFunctionNode(home) ? home : null;
}

/** Whether `arguments` is only asked how many there are, or for one of them: `arguments.length`, `arguments[i]`. */
export function isAskedForOne({ parent }: ts.Identifier): boolean {
  if (ts.isPropertyAccessExpression(parent)) return parent.name.text === 'length' && !isGivenValue(parent);
  if (!ts.isElementAccessExpression(parent) || isGivenValue(parent) || ts.isDeleteExpression(parent.parent))
    return false;
  // Called, it would be `this`.
  return !(ts.isCallExpression(parent.parent) && parent.parent.expression === parent);
}

/** Whether a function is called by its name alone, or as a method, and never is the callback of a loop where it stands. */
export const isNamedFunction = (fn: FunctionNode): boolean =>
  ts.isFunctionDeclaration(fn) ||
  ts.isMethodDeclaration(fn) ||
  ts.isConstructorDeclaration(fn) ||
  (ts.isFunctionExpression(fn) && isConstant(fn.parent));

/** Whether a function looks at what it is given by its `arguments`, its parameters apart. */
export const looksAtArguments = (fn: FunctionNode): boolean =>
  namesIn(fn, 'arguments').some((name) => functionOfArguments(name) === fn);

/** Whether a symbol is the `arguments` of a function, which nothing declares. */
export const isArguments = (symbol: ts.Symbol): boolean =>
  symbol.getName() === 'arguments' && symbol.declarations === undefined;
