import { ts } from 'ts-morph';
import { typeText } from '../../typeText.js';
import { isAssignment } from '../source/assignments.js';
import { isJavaScript } from '../source/filesBehind.js';
import { isGivenValue } from '../source/memberWrites.js';
import { declarationOf, isConstant, isPrimitive, symbolOf, unwrap } from '../source/symbols.js';
import { areSameNames, asserted, type OwnPlace, type PlaceContext, subscriptNames } from './ownPlace.js';

/**
 * `rows[y]` where each iteration first gives it an object, `rows[y] = []`, and then only uses what it has given: the object is a
 * constant of the iteration, and is put there at its end.
 *
 * @param names all that the body says of the array
 */
export function ownMadeOf(symbol: ts.Symbol, names: readonly ts.Identifier[], context: PlaceContext): OwnPlace | null {
  const { body, checker } = context;
  if (!ts.isBlock(body) || !names.every(({ parent }) => ts.isElementAccessExpression(parent))) return null;
  const mentions = names.map(({ parent }) => parent as ts.ElementAccessExpression);
  const [first, ...others] = mentions;
  if (!first || others.length === 0 || !names.every((name, at) => mentions[at]!.expression === name)) return null;
  const given = body.statements.find((statement) => first.pos >= statement.pos && first.end <= statement.end);
  if (!given || !ts.isExpressionStatement(given) || !isAssignment(given.expression)) return null;
  const { left, operatorToken, right } = given.expression;
  const isMade = left === first && operatorToken.kind === ts.SyntaxKind.EqualsToken && isMadeHere(right);
  if (!isMade || others.some((other) => other.pos < given.end || isGivenValue(asserted(other)))) return null;
  const key = keyOf(first.argumentExpression, context);
  if (
    !key ||
    !others.every(
      (other) => other.getText() === first.getText() && areSameNames(keyOf(other.argumentExpression, context), key),
    )
  )
    return null;
  const type = checker.getNonNullableType(checker.getTypeAtLocation(first));
  if (isPrimitive(type, checker)) return null;
  const declared = isJavaScript(body) ? '' : `: ${typeText(type, body, checker)}`;
  return { symbol, kind: 'made', text: first.getText(), mentions, scope: body, type: declared };
}

/** `[]`, `{}`, `new Map()`, `new Array(n)` */
const isMadeHere = (value: ts.Expression): boolean => {
  const node = unwrap(value);
  return ts.isArrayLiteralExpression(node) || ts.isObjectLiteralExpression(node) || ts.isNewExpression(node);
};

/** The names in a key that stays the same throughout an iteration; null where it may not. */
function keyOf(key: ts.Expression, { item, checker, effects }: PlaceContext): ts.Symbol[] | null {
  if (ts.isStringLiteral(key)) return [];
  const symbol = ts.isIdentifier(key) ? symbolOf(key, checker) : undefined;
  const names =
    symbol && isPrimitive(checker.getTypeAtLocation(key), checker) ? [symbol] : subscriptNames(key, checker);
  const stays = (name: ts.Symbol): boolean =>
    name === item ||
    isConstant(declarationOf(name)) ||
    !effects.accesses.some((a) => a.write && !a.content && a.symbol === name);
  return names?.every(stays) ? names : null;
}
