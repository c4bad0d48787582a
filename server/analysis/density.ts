import { ts } from 'ts-morph';
import { assignmentsTo } from './assignments.js';
import { resolveCallee } from './callees.js';
import { declarationOf, enclosingFunction, symbolOf, unwrap } from './symbols.js';

const DENSE_RESULT =
  /^(Array\.(from|of)|Object\.(keys|values|entries)|String#(split|match)|fs#readdirSync|Array#(filter|fill|flat|flatMap|toSorted|toReversed|keys))$/;
const KEEPS_DENSITY = /^Array#(map|slice|concat|sort|reverse|splice)$/;

/** Whether an array certainly has no holes, which `map` and `forEach` would pass over. */
export function isDense(expression: ts.Expression, checker: ts.TypeChecker, depth = 0): boolean {
  const node = unwrap(expression);
  if (depth > 6) return false;
  if (ts.isArrayLiteralExpression(node)) return !node.elements.some((e) => ts.isOmittedExpression(e));
  if (ts.isCallExpression(node)) {
    const callee = resolveCallee(node.expression, checker);
    if (callee.kind !== 'builtin') return false;
    if (DENSE_RESULT.test(callee.key)) return true;
    return KEEPS_DENSITY.test(callee.key) && callee.receiver !== null && isDense(callee.receiver, checker, depth + 1);
  }
  if (!ts.isIdentifier(node)) return false;
  const symbol = symbolOf(node, checker);
  const declaration = symbol ? declarationOf(symbol) : undefined;
  if (!symbol || !declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return false;
  const home = enclosingFunction(declaration);
  return (
    [declaration.initializer, ...assignmentsTo(symbol, home, checker)].every((v) => isDense(v, checker, depth + 1)) &&
    !mayGetHoles(symbol, home, checker)
  );
}

/** Whether an element is assigned by index, the length is set, or an element is deleted. */
function mayGetHoles(symbol: ts.Symbol, home: ts.Node, checker: ts.TypeChecker): boolean {
  let found = false;
  const isPart = (node: ts.Expression): boolean => {
    const target = unwrap(node);
    return (
      (ts.isElementAccessExpression(target) || ts.isPropertyAccessExpression(target)) &&
      ts.isIdentifier(target.expression) &&
      symbolOf(target.expression, checker) === symbol
    );
  };
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken && isPart(node.left))
      found = true;
    if (ts.isDeleteExpression(node) && isPart(node.expression)) found = true;
    ts.forEachChild(node, visit);
  };
  visit(home);
  return found;
}
