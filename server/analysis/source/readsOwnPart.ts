import { ts } from 'ts-morph';
import { isWritten } from './assignments.js';
import { isFunctionNode, isInside } from './symbols.js';

/**
 * Whether a `this` is the object that an expression makes, of which a method of it reads a part: `this.width` in
 * `{ width: 3, get area() { … } }`. Whoever is handed the object itself could change it.
 */
export function readsOwnPart(node: ts.Node, made: ts.Node): boolean {
  if (!ts.isPropertyAccessExpression(node.parent) || isWritten(node.parent)) return false;
  const home = ts.findAncestor(node, (n) => n === made || (isFunctionNode(n) && !ts.isArrowFunction(n)));
  return home !== undefined && isFunctionNode(home) && isInside(home, made);
}
