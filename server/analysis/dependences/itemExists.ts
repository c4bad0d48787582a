import { ts } from 'ts-morph';
import { typedArrayName } from '../../forms/iteration.js';
import { assignmentsTo } from '../source/assignments.js';
import { namesIn } from '../source/names.js';
import { isWhole } from './wholeNumbers.js';
import { isGivenValue } from '../source/memberWrites.js';
import { declarationOf, enclosingFunction, isConstant, symbolOf, unwrap } from '../source/symbols.js';

/**
 * Whether `a[i]` is certainly there: the counter of a loop stays below the length that the array was made with, or has.
 */
export function itemExists(row: ts.ElementAccessExpression, checker: ts.TypeChecker): boolean {
  const array = unwrap(row.expression);
  if (!ts.isIdentifier(array)) return false;
  const symbol = symbolOf(array, checker);
  const declaration = symbol && declarationOf(symbol);
  if (!declaration || namesIn(declaration.getSourceFile(), array.text).some(losesItems)) return false;
  const lengths = [`${array.text}.length`];
  if (isConstant(declaration) && declaration.initializer) {
    const made = lengthMade(declaration.initializer, checker);
    if (made && isSettled(made, checker)) lengths.push(made.getText());
    if (made && isInProduct(row.argumentExpression, made, checker)) return true;
  }
  return isBelow(unwrap(row.argumentExpression), lengths, checker, 0);
}

/** `a.pop()`, `a.length = 0`: counted as it were, whatever `a` is. */
const losesItems = ({ parent }: ts.Identifier): boolean =>
  ts.isPropertyAccessExpression(parent) &&
  (/^(pop|shift|splice)$/.test(parent.name.text) || (parent.name.text === 'length' && isGivenValue(parent)));

/** `n` in `Array.from({ length: n }, …)`, `new Array(n).fill(…)` and `new Float64Array(n)`. */
export function lengthMade(value: ts.Expression, checker: ts.TypeChecker): ts.Expression | null {
  const node = unwrap(value);
  if (ts.isNewExpression(node) && typedArrayName(checker.getTypeAtLocation(node))) {
    const [length] = node.arguments ?? [];
    return length && checker.getTypeAtLocation(length).flags & ts.TypeFlags.NumberLike ? length : null;
  }
  if (!ts.isCallExpression(node)) return null;
  const [first] = node.arguments;
  if (node.expression.getText() === 'Array.from' && first && ts.isObjectLiteralExpression(first)) {
    const length = first.properties.find((p) => p.name?.getText() === 'length');
    if (length && ts.isPropertyAssignment(length)) return length.initializer;
    return length && ts.isShorthandPropertyAssignment(length) ? length.name : null;
  }
  if (!ts.isPropertyAccessExpression(node.expression)) return null;
  const receiver = unwrap(node.expression.expression);
  const isFilled = /^(fill|map)$/.test(node.expression.name.text);
  return isFilled && ts.isNewExpression(receiver) && receiver.expression.getText() === 'Array'
    ? (receiver.arguments?.[0] ?? null)
    : null;
}

/** Whether `i * width + j` is a place of an array that was made with `height * width` of them. */
function isInProduct(subscript: ts.Expression, length: ts.Expression, checker: ts.TypeChecker): boolean {
  const [made, place] = [unwrap(length), unwrap(subscript)];
  const isOf = (node: ts.Expression, kind: ts.SyntaxKind): node is ts.BinaryExpression =>
    ts.isBinaryExpression(node) && node.operatorToken.kind === kind;
  if (!isOf(made, ts.SyntaxKind.AsteriskToken) || !isOf(place, ts.SyntaxKind.PlusToken)) return false;
  const [product, column] = [unwrap(place.left), unwrap(place.right)];
  if (!isOf(product, ts.SyntaxKind.AsteriskToken)) return false;
  const sides = (node: ts.BinaryExpression): [ts.Expression, ts.Expression][] => [
    [unwrap(node.left), unwrap(node.right)],
    [unwrap(node.right), unwrap(node.left)],
  ];
  if (![made.left, made.right].every((side) => isSettled(unwrap(side), checker))) return false;
  return sides(made).some(([height, width]) =>
    sides(product).some(
      ([row, factor]) =>
        factor.getText() === width.getText() &&
        isWhole(width, checker) &&
        isSettled(factor, checker) &&
        isBelow(row, [height.getText()], checker, 0) &&
        isBelow(column, [width.getText()], checker, 0),
    ),
  );
}

/** A length as text that means the same at another place: a number, or a constant that is seen there. */
export function settledName(length: ts.Expression, place: ts.Node, checker: ts.TypeChecker): string | null {
  if (!isSettled(length, checker)) return null;
  if (!ts.isIdentifier(length)) return length.getText();
  const seen = checker.getSymbolsInScope(place, ts.SymbolFlags.Variable).find((s) => s.getName() === length.text);
  return seen !== undefined && seen === symbolOf(length, checker) ? length.text : null;
}

/** A number, or a name that never gets another value. */
function isSettled(node: ts.Expression, checker: ts.TypeChecker): boolean {
  if (ts.isNumericLiteral(node)) return true;
  if (!ts.isIdentifier(node)) return false;
  const symbol = symbolOf(node, checker);
  const declaration = symbol && declarationOf(symbol);
  if (!symbol || !declaration) return false;
  if (isConstant(declaration)) return true;
  return ts.isParameter(declaration) && assignmentsTo(symbol, enclosingFunction(declaration), checker).length === 0;
}

/** Whether a counter is a whole number from 0 on that stays below one of the lengths. */
function isBelow(index: ts.Expression, lengths: readonly string[], checker: ts.TypeChecker, depth: number): boolean {
  if (!ts.isIdentifier(index) || depth > 4) return false;
  const symbol = symbolOf(index, checker);
  const declaration = symbol && declarationOf(symbol);
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return false;
  const loop = declaration.parent.parent;
  if (!ts.isForStatement(loop) || !loop.condition || !loop.incrementor) return false;
  if (!/^(\w+\+\+|\+\+\w+|\w+ \+= \d+)$/.test(loop.incrementor.getText())) return false;
  if (!loop.incrementor.getText().includes(index.text) || !startsAtZero(declaration.initializer, checker, 0))
    return false;
  const { condition } = loop;
  if (namesIn(loop.statement, index.text).some(isGivenValue)) return false;
  if (!ts.isBinaryExpression(condition) || condition.left.getText() !== index.text) return false;
  const bound = unwrap(condition.right);
  const operator = condition.operatorToken.kind;
  const isStrict = operator === ts.SyntaxKind.LessThanToken;
  if (isStrict && lengths.includes(bound.getText())) return true;
  if (isStrict && ts.isBinaryExpression(bound) && bound.operatorToken.kind === ts.SyntaxKind.MinusToken)
    return lengths.includes(bound.left.getText()) && ts.isNumericLiteral(bound.right);
  return (isStrict || operator === ts.SyntaxKind.LessThanEqualsToken) && isBelow(bound, lengths, checker, depth + 1);
}

/** A whole number that is not negative, or a counter that begins with one, perhaps with something added. */
function startsAtZero(start: ts.Expression, checker: ts.TypeChecker, depth: number): boolean {
  const node = unwrap(start);
  if (ts.isNumericLiteral(node)) return Number.isInteger(Number(node.text));
  if (depth > 4) return false;
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
    return startsAtZero(node.left, checker, depth + 1) && startsAtZero(node.right, checker, depth + 1);
  if (!ts.isIdentifier(node)) return false;
  const symbol = symbolOf(node, checker);
  const declaration = symbol && declarationOf(symbol);
  if (!declaration || !ts.isVariableDeclaration(declaration) || !ts.isForStatement(declaration.parent.parent))
    return false;
  const { incrementor } = declaration.parent.parent;
  return (
    incrementor !== undefined &&
    /^(\w+\+\+|\+\+\w+|\w+ \+= \d+)$/.test(incrementor.getText()) &&
    declaration.initializer !== undefined &&
    startsAtZero(declaration.initializer, checker, depth + 1)
  );
}
