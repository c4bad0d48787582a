import { ts } from 'ts-morph';
import { typedArrayName } from '../../forms/iteration.js';
import { assignmentsTo, isAssignedIn, isTarget } from '../source/assignments.js';
import { isDense, keepsItems } from './density.js';
import { initialOf, plainCounter } from './loopLevels.js';
import { namesIn } from '../source/names.js';
import { isWhole } from './wholeNumbers.js';
import { isGivenValue } from '../source/memberWrites.js';
import {
  declarationOf,
  enclosingFunction,
  isConstant,
  isFunctionNode,
  isNothing,
  symbolOf,
  unwrap,
} from '../source/symbols.js';

/**
 * Whether `a[i]` is certainly there: the counter of a loop stays below the length that the array was made with, or has, and
 * nobody is seen to take an item out.
 */
export function itemExists(row: ts.ElementAccessExpression, checker: ts.TypeChecker): boolean {
  const array = unwrap(row.expression);
  if (!ts.isIdentifier(array) || active.has(row)) return false;
  const symbol = symbolOf(array, checker);
  const declaration = symbol && declarationOf(symbol);
  if (!declaration || namesIn(declaration.getSourceFile(), array.text).some(losesItems)) return false;
  const made = isConstant(declaration) && declaration.initializer && lengthMade(declaration.initializer, checker);
  const isMade = made && isSettled(made, checker) && !isSeenToBeFraction(made, checker);
  const isBelowMade =
    made &&
    ((isMade && isBelow(unwrap(row.argumentExpression), made, checker, 0)) ||
      isInProduct(row.argumentExpression, made, checker));
  if (!isBelowMade && !isBelow(unwrap(row.argumentExpression), symbol, checker, 0)) return false;
  // Have: a place that the array has, unless it is a hole, or gone.
  if (typedArrayName(checker.getTypeAtLocation(array))) return true;
  active.add(row);
  try {
    return isWithoutHoles(symbol, declaration, Boolean(isBelowMade), checker);
  } finally {
    active.delete(row);
  }
}

/** Elements being looked at. */
const active = new Set<ts.Node>();

/** Whether a list has items at all its places, those of its first length at least. */
function isWithoutHoles(
  symbol: ts.Symbol,
  declaration: ts.Declaration,
  isAsMade: boolean,
  checker: ts.TypeChecker,
): boolean {
  const type = checker.getTypeOfSymbolAtLocation(symbol, declaration);
  const item = checker.getIndexTypeOfType(type, ts.IndexKind.Number);
  if (item && (item.isUnion() ? item.types : [item]).some(isNothing)) return false;
  // What other code gives to a function is what its type says.
  const isGiven = !ts.isVariableDeclaration(declaration);
  const home = enclosingFunction(declaration);
  const fills = (element: ts.ElementAccessExpression): boolean => isFilledInOrder(element, symbol, checker);
  const values = isGiven
    ? []
    : [...(declaration.initializer ? [declaration.initializer] : []), ...assignmentsTo(symbol, home, checker)];
  const isFilled = (value: ts.Expression): boolean => {
    const length = lengthOfBare(value);
    const reaches = (element: ts.ElementAccessExpression): boolean =>
      length !== null && fills(element) && isFilledTo(element, length, symbol, checker);
    return namesIn(home, symbol.getName()).some(({ parent }) => isElement(parent) && reaches(parent));
  };
  if (!values.every((value) => isDense(value, checker) || isFilled(value))) return false;
  return keepsItems(symbol, home, checker, (element) => isAsMade || fills(element) || itemExists(element, checker));
}

const isElement = (node: ts.Node): node is ts.ElementAccessExpression =>
  ts.isElementAccessExpression(node) && isTarget(node);

/** `n` in `new Array(n)`, whose items are all missing. */
function lengthOfBare(value: ts.Expression): ts.Expression | null {
  const node = unwrap(value);
  if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return null;
  const [length, more] = node.expression.getText() === 'Array' ? (node.arguments ?? []) : [];
  return length && !more ? unwrap(length) : null;
}

/** Whether the loop that fills a list, from 0 on, goes as far as it was made: `i < n`, or `i < list.length`. */
function isFilledTo(
  element: ts.ElementAccessExpression,
  length: ts.Expression,
  list: ts.Symbol,
  checker: ts.TypeChecker,
): boolean {
  const condition = ts.findAncestor(element, ts.isForStatement)?.condition;
  if (!condition || !ts.isBinaryExpression(condition)) return false;
  if (condition.operatorToken.kind !== ts.SyntaxKind.LessThanToken) return false;
  const bound = unwrap(condition.right);
  return isOne(bound, length, checker) || isLengthOf(bound, list, checker);
}

/** `list.length` */
function isLengthOf(node: ts.Expression, list: ts.Symbol, checker: ts.TypeChecker): boolean {
  if (!ts.isPropertyAccessExpression(node) || node.name.text !== 'length') return false;
  const whole = unwrap(node.expression);
  return ts.isIdentifier(whole) && symbolOf(whole, checker) === list;
}

/** `for (let i = 0; …; i++) list[i] = …;` in every iteration, and `list[list.length] = …`. */
function isFilledInOrder(element: ts.ElementAccessExpression, list: ts.Symbol, checker: ts.TypeChecker): boolean {
  const index = unwrap(element.argumentExpression);
  if (isLengthOf(index, list, checker)) return true;
  const statement = element.parent.parent;
  const body = ts.isBlock(statement.parent) ? statement.parent : statement;
  const loop = body.parent;
  if (!ts.isExpressionStatement(statement) || !ts.isForStatement(loop) || loop.statement !== body) return false;
  const counter = ts.isIdentifier(index) ? plainCounter(loop, checker) : null;
  const begin = initialOf(loop);
  return (
    counter?.step === 1 &&
    counter.symbol === symbolOf(index as ts.Identifier, checker) &&
    begin?.getText() === '0' &&
    !leavesEarly(body)
  );
}

const leavesEarly = (node: ts.Node): boolean =>
  ts.isBreakOrContinueStatement(node) ||
  (!isFunctionNode(node) && (ts.forEachChild(node, (child) => leavesEarly(child) || undefined) ?? false));

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
        isOne(factor, width, checker) &&
        isWhole(width, checker) &&
        isBelow(row, height, checker, 0) &&
        isBelow(column, width, checker, 0),
    ),
  );
}

/** Whether two expressions are one number, or one name. */
function isOne(a: ts.Expression, b: ts.Expression, checker: ts.TypeChecker): boolean {
  if (ts.isIdentifier(a) && ts.isIdentifier(b)) return symbolOf(a, checker) === symbolOf(b, checker);
  return ts.isNumericLiteral(a) && ts.isNumericLiteral(b) && a.text === b.text;
}

/** Whether a constant was visibly not set to a whole number: a list has one place less, then. */
function isSeenToBeFraction(length: ts.Expression, checker: ts.TypeChecker): boolean {
  const node = unwrap(length);
  if (ts.isNumericLiteral(node)) return !Number.isInteger(Number(node.text));
  if (ts.isBinaryExpression(node))
    return (
      node.operatorToken.kind === ts.SyntaxKind.SlashToken ||
      [node.left, node.right].some((side) => isSeenToBeFraction(side, checker))
    );
  const symbol = ts.isIdentifier(node) ? symbolOf(node, checker) : undefined;
  const declaration = symbol && declarationOf(symbol);
  return isConstant(declaration) && declaration.initializer !== undefined
    ? isSeenToBeFraction(declaration.initializer, checker)
    : false;
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
  return ts.isParameter(declaration) && !isAssignedIn(enclosingFunction(declaration), symbol, checker);
}

/** Whether a counter is a whole number from 0 on that stays below a length: a number or a name, or that of a list. */
function isBelow(
  index: ts.Expression,
  length: ts.Expression | ts.Symbol,
  checker: ts.TypeChecker,
  depth: number,
): boolean {
  const loop = countingLoop(index, checker);
  const condition = loop?.condition;
  if (!loop || depth > 4 || !condition || !ts.isBinaryExpression(condition)) return false;
  if (!isOne(unwrap(condition.left), index, checker) || !isCountedFromZero(loop, checker, 0)) return false;
  const isLength = (bound: ts.Expression): boolean =>
    'kind' in length ? isOne(bound, unwrap(length), checker) : isLengthOf(bound, length, checker);
  const bound = unwrap(condition.right);
  const operator = condition.operatorToken.kind;
  const isStrict = operator === ts.SyntaxKind.LessThanToken;
  if (isStrict && isLength(bound)) return true;
  if (isStrict && ts.isBinaryExpression(bound) && bound.operatorToken.kind === ts.SyntaxKind.MinusToken)
    return isLength(unwrap(bound.left)) && ts.isNumericLiteral(bound.right);
  return (
    (isStrict || operator === ts.SyntaxKind.LessThanEqualsToken) &&
    ts.isIdentifier(bound) &&
    isBelow(bound, length, checker, depth + 1)
  );
}

/** The loop whose counter a name is, which the body leaves alone. */
function countingLoop(name: ts.Expression, checker: ts.TypeChecker): ts.ForStatement | null {
  const symbol = ts.isIdentifier(name) ? symbolOf(name, checker) : undefined;
  const declaration = symbol && declarationOf(symbol);
  const loop = declaration && ts.isVariableDeclaration(declaration) ? declaration.parent.parent : null;
  if (!symbol || !loop || !ts.isForStatement(loop)) return null;
  const counter = plainCounter(loop, checker);
  return counter?.symbol === symbol && counter.step > 0 && !isAssignedIn(loop.statement, symbol, checker) ? loop : null;
}

/** A whole number that is not negative, or a counter that begins with one, perhaps with something added. */
function isCountedFromZero(loop: ts.ForStatement, checker: ts.TypeChecker, depth: number): boolean {
  const isFromZero = (start: ts.Expression): boolean => {
    const node = unwrap(start);
    if (ts.isNumericLiteral(node)) return Number.isInteger(Number(node.text));
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
      return isFromZero(node.left) && isFromZero(node.right);
    const outer = countingLoop(node, checker);
    return outer !== null && depth < 4 && isCountedFromZero(outer, checker, depth + 1);
  };
  const begin = initialOf(loop);
  return begin !== null && isFromZero(begin);
}
