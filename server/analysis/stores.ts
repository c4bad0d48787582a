import { ts } from 'ts-morph';
import { isAssignment } from './assignments.js';
import { isFunctionNode, symbolOf, unwrap } from './symbols.js';

/** Every value assigned to a name inside the region. */
export function forEachAssignment(
  region: ts.Node,
  symbol: ts.Symbol,
  checker: ts.TypeChecker,
  visit: (value: ts.Expression) => void,
): void {
  const walk = (node: ts.Node): void => {
    if (isAssignment(node)) {
      const target = unwrap(node.left);
      if (ts.isIdentifier(target) && target.text === symbol.getName() && symbolOf(target, checker) === symbol)
        visit(node.right);
      else if (
        (ts.isArrayLiteralExpression(target) || ts.isObjectLiteralExpression(target)) &&
        new RegExp(`\\b${symbol.getName().replace(/\$/g, '\\$')}\\b`).test(target.getText())
      )
        visit(node.right);
    }
    ts.forEachChild(node, walk);
  };
  walk(region);
}

/** Every value stored in the object that a name holds: `v.push(x)`, `v[k] = x`, `v.set(k, x)`. */
export function forEachStore(
  region: ts.Node,
  symbol: ts.Symbol,
  checker: ts.TypeChecker,
  visit: (value: ts.Expression) => void,
  isSecondName: (name: ts.Identifier) => boolean,
): void {
  const rootIs = (node: ts.Expression): boolean => {
    let root = unwrap(node);
    while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root) || ts.isCallExpression(root))
      root = unwrap(root.expression);
    if (!ts.isIdentifier(root)) return false;
    return (root.text === symbol.getName() && symbolOf(root, checker) === symbol) || isSecondName(root);
  };
  const walk = (node: ts.Node): void => {
    if (isAssignment(node)) {
      const target = unwrap(node.left);
      if ((ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target)) && rootIs(target))
        visit(node.right);
    }
    if (ts.isCallExpression(node)) {
      // A method of it, or a function it is given to, may keep the other arguments in it.
      const given = node.arguments.some((a) => rootIs(a));
      if (given || (ts.isPropertyAccessExpression(node.expression) && rootIs(node.expression))) {
        for (const argument of node.arguments)
          if (!isFunctionNode(unwrap(argument)) && !rootIs(argument)) visit(argument);
      }
    }
    ts.forEachChild(node, walk);
  };
  walk(region);
}
