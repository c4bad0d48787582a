import { ts } from 'ts-morph';
import type { OfferedLoop } from '../analysis/judgeLoop.js';
import { returnedValues } from '../analysis/source/functions.js';
import { declarationOf, symbolOf } from '../analysis/source/symbols.js';
import type { Piece } from '../analysis/split/splitState.js';
import type { CommitNames } from './commitText.js';

type TypeText = (type: ts.Type) => string;

/**
 * What a task says it returns: what the callback says, or what its values are where they stand. Alone, `[a, b]` would be taken for
 * an array, and the `'left'` of `{ side: 'left' }` for any text.
 *
 * @param textOf writes a type out for the worker module
 */
export function returnText(offer: OfferedLoop, names: CommitNames, textOf: TypeText, checker: ts.TypeChecker): string {
  const { loop, split } = offer;
  if (split.given) return '';
  if (split.mode === 'map') {
    const { callback } = loop;
    if (!callback || loop.result === 'none') return '';
    const declared = callback.type && !ts.isTypePredicateNode(callback.type) ? callback.type : null;
    const type = checker.getSignatureFromDeclaration(callback)?.getReturnType();
    const isMore =
      declared !== null ||
      (type !== undefined && checker.isTupleType(type)) ||
      returnedValues(callback).some(tellsMore);
    return type && isMore ? said(textOf(type)) : '';
  }
  if (split.mode !== 'values' || offer.bodyAwaits || split.exits.size > 0) return '';
  const [only, more] = split.pieces;
  if (only && !more && !names.index) {
    const value = only.expression ?? initialOf(only);
    return only.type && value && tellsMore(value) ? said(textOf(only.type)) : '';
  }
  const isPart = ({ expression, local, type }: Piece): boolean =>
    (expression !== null && tellsMore(expression)) || (local !== null && type !== null && isOfWords(type));
  if (!split.pieces.some(isPart)) return '';
  const parts = split.pieces.map((p) => ({ name: names.pieces.get(p)!, text: p.type ? textOf(p.type) : 'undefined' }));
  if (parts.some(({ text }) => text === 'any')) return '';
  const whole = [
    ...(names.index ? [`${names.index}: number`] : []),
    ...parts.map(({ name, text }) => `${name}: ${text}`),
  ];
  return said(`{ ${whole.join('; ')} }`);

  /** Whether a value has a narrower type where it stands than it would have by itself. */
  function tellsMore(value: ts.Expression): boolean {
    return isNarrowed(value, false, checker);
  }
}

const said = (text: string): string => (text === 'any' ? '' : `: ${text}`);

/** What a constant that crosses is given, where no type is said of it. */
function initialOf({ local }: Piece): ts.Expression | undefined {
  const declaration = local && declarationOf(local);
  return declaration && ts.isVariableDeclaration(declaration) && !declaration.type
    ? declaration.initializer
    : undefined;
}

/** @param isPart whether the value is a part of another one: alone, a choice of words keeps its type, and a part does not */
function isNarrowed(value: ts.Expression, isPart: boolean, checker: ts.TypeChecker): boolean {
  const again = (one: ts.Expression, part = isPart): boolean => isNarrowed(one, part, checker);
  if (ts.isParenthesizedExpression(value)) return again(value.expression);
  if (ts.isConditionalExpression(value)) return again(value.whenTrue) || again(value.whenFalse);
  if (ts.isObjectLiteralExpression(value))
    return value.properties.some((p) => {
      if (ts.isPropertyAssignment(p)) return again(p.initializer, true);
      return ts.isShorthandPropertyAssignment(p) && isWordByName(p.name, checker);
    });
  const type = checker.getTypeAtLocation(value);
  if (ts.isArrayLiteralExpression(value))
    return checker.isTupleType(type) || value.elements.some((element) => again(element, true));
  if (ts.isTemplateExpression(value)) return (type.flags & ts.TypeFlags.TemplateLiteral) !== 0;
  if (!isPart) return false;
  if (ts.isIdentifier(value)) return isWordByName(value, checker);
  const isKeyword = value.kind === ts.SyntaxKind.TrueKeyword || value.kind === ts.SyntaxKind.FalseKeyword;
  if (isKeyword || type.flags & ts.TypeFlags.EnumLiteral) return isOneOfSeveral(value, checker);
  const digits = ts.isPrefixUnaryExpression(value) ? value.operand : value;
  const isWord = ts.isLiteralExpression(digits) && !ts.isRegularExpressionLiteral(digits);
  const expected = isWord ? checker.getContextualType(value) : undefined;
  return expected !== undefined && isOfWords(expected);
}

/** Whether a value is expected that is no other, or an object that is one of several kinds, told apart by their parts. */
function isOneOfSeveral(value: ts.Expression, checker: ts.TypeChecker): boolean {
  const expected = checker.getContextualType(value);
  const one = ts.TypeFlags.BooleanLiteral | ts.TypeFlags.EnumLiteral;
  if (expected && !expected.isUnion() && expected.flags & one) return true;
  const object = ts.isPropertyAssignment(value.parent) ? value.parent.parent : null;
  return object !== null && checker.getContextualType(object)?.isUnion() === true;
}

/** Whether a name stands for one of some texts or numbers by what it is given alone. */
function isWordByName(name: ts.Identifier, checker: ts.TypeChecker): boolean {
  const symbol = symbolOf(name, checker);
  const declaration = symbol && declarationOf(symbol);
  if (!declaration || !ts.isVariableDeclaration(declaration) || declaration.type) return false;
  const expected = checker.getContextualType(name);
  return expected !== undefined && isOfWords(expected) && isOfWords(checker.getTypeAtLocation(name));
}

/** Whether a type is some texts or numbers, or patterns of them: `'left' | 'right'`. */
function isOfWords(type: ts.Type): boolean {
  const words = ts.TypeFlags.StringLiteral | ts.TypeFlags.NumberLiteral | ts.TypeFlags.TemplateLiteral;
  return (type.isUnion() ? type.types : [type]).some(({ flags }) => (flags & words) !== 0);
}
