import { ts } from 'ts-morph';
import { isConstant, resolveAlias } from '../analysis/source/symbols.js';

/** The change of the counter per iteration, a number or the name of one; null where it is not a constant whole number. */
export function stepOf(update: ts.Expression, name: string, checker: ts.TypeChecker): number | null {
  const isCounter = (e: ts.Expression) => ts.isIdentifier(e) && e.text === name;
  const whole = (e: ts.Expression, sign: number) => {
    const text = numberIn(e, checker);
    return text && Number.isSafeInteger(Number(text)) && Number(text) > 0 ? sign * Number(text) : null;
  };
  if (ts.isPrefixUnaryExpression(update) || ts.isPostfixUnaryExpression(update)) {
    if (!isCounter(update.operand)) return null;
    if (update.operator === ts.SyntaxKind.PlusPlusToken) return 1;
    return update.operator === ts.SyntaxKind.MinusMinusToken ? -1 : null;
  }
  if (!ts.isBinaryExpression(update) || !isCounter(update.left)) return null;
  const { operatorToken, right } = update;
  if (operatorToken.kind === ts.SyntaxKind.PlusEqualsToken) return whole(right, 1);
  if (operatorToken.kind === ts.SyntaxKind.MinusEqualsToken) return whole(right, -1);
  if (operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isBinaryExpression(right) || !isCounter(right.left))
    return null;
  if (right.operatorToken.kind === ts.SyntaxKind.PlusToken) return whole(right.right, 1);
  return right.operatorToken.kind === ts.SyntaxKind.MinusToken ? whole(right.right, -1) : null;
}

/** The constant in `i += BLOCK` and `i = i - BLOCK`. */
export function namedStep(update: ts.Expression): ts.Identifier | undefined {
  if (!ts.isBinaryExpression(update)) return undefined;
  const step = ts.isBinaryExpression(update.right) ? update.right.right : update.right;
  return ts.isIdentifier(step) ? step : undefined;
}

/** The text of a number that stands there, or that a constant is made with. */
function numberIn(value: ts.Expression, checker: ts.TypeChecker): string | null {
  if (ts.isNumericLiteral(value)) return value.text;
  const symbol = ts.isIdentifier(value) ? checker.getSymbolAtLocation(value) : undefined;
  const { valueDeclaration } = symbol ? resolveAlias(symbol, checker) : { valueDeclaration: undefined };
  const initial = isConstant(valueDeclaration) ? valueDeclaration.initializer : undefined;
  return initial && ts.isNumericLiteral(initial) ? initial.text : null;
}

const FLIPPED = new Map([
  [ts.SyntaxKind.LessThanToken, ts.SyntaxKind.GreaterThanToken],
  [ts.SyntaxKind.LessThanEqualsToken, ts.SyntaxKind.GreaterThanEqualsToken],
  [ts.SyntaxKind.GreaterThanToken, ts.SyntaxKind.LessThanToken],
  [ts.SyntaxKind.GreaterThanEqualsToken, ts.SyntaxKind.LessThanEqualsToken],
]);

export function boundOf(
  condition: ts.Expression,
  name: string,
  step: number,
): { bound: ts.Expression; inclusive: boolean } | null {
  if (!ts.isBinaryExpression(condition)) return null;
  const isCounter = (e: ts.Expression) => ts.isIdentifier(e) && e.text === name;
  const left = isCounter(condition.left);
  if (left === isCounter(condition.right)) return null;
  const bound = left ? condition.right : condition.left;
  const operator = left ? condition.operatorToken.kind : FLIPPED.get(condition.operatorToken.kind);
  const up = step > 0;
  if (operator === (up ? ts.SyntaxKind.LessThanToken : ts.SyntaxKind.GreaterThanToken))
    return { bound, inclusive: false };
  if (operator === (up ? ts.SyntaxKind.LessThanEqualsToken : ts.SyntaxKind.GreaterThanEqualsToken))
    return { bound, inclusive: true };
  return null;
}

/** A start written with a fraction would accumulate rounding; a name is taken as it comes, `range` counts as the loop did. */
export function isWholeStart(start: ts.Expression): boolean {
  return !ts.isNumericLiteral(start) || Number.isSafeInteger(Number(start.text));
}
