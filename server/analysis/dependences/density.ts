import { ts } from 'ts-morph';
import { assignmentsTo, isWritten } from '../source/assignments.js';
import { resolveCallee } from '../calls/callees.js';
import { declarationOf, enclosingFunction, symbolOf, unwrap, wrapped } from '../source/symbols.js';

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
  const visit = (node: ts.Node): void => {
    const isPart =
      (ts.isElementAccessExpression(node) || ts.isPropertyAccessExpression(node)) &&
      ts.isIdentifier(node.expression) &&
      symbolOf(node.expression, checker) === symbol;
    if (isPart && (isWritten(wrapped(node)) || ts.isDeleteExpression(wrapped(node).parent))) found = true;
    ts.forEachChild(node, visit);
  };
  visit(home);
  return found;
}

/** Whether an array is seen to be made where it may get holes: `[1, , 3]`, `new Array(n)`, a list that is filled by index. */
export function mayShowHoles(expression: ts.Expression, checker: ts.TypeChecker): boolean {
  const node = unwrap(expression);
  const symbol = ts.isIdentifier(node) ? symbolOf(node, checker) : undefined;
  const declaration = symbol && declarationOf(symbol);
  const isNamed = declaration !== undefined && ts.isVariableDeclaration(declaration) && declaration.initializer;
  const made = isNamed ? unwrap(declaration.initializer) : node;
  const isMade =
    ts.isArrayLiteralExpression(made) ||
    ((ts.isNewExpression(made) || ts.isCallExpression(made)) && made.expression.getText() === 'Array');
  return isMade && !isDense(node, checker);
}
