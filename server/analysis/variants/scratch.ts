import { ts } from 'ts-morph';
import { typedArrayName } from '../../forms/iteration.js';
import type { Access } from '../source/access.js';
import { itemExists, lengthMade, settledName } from '../dependences/itemExists.js';
import { namesIn } from '../source/names.js';
import { isFilledFirst } from './filledFirst.js';
import { isLength, type OwnPlace, type PlaceContext, scopesOf } from './ownPlace.js';
import {
  declarationOf,
  isConstant,
  isDeclaredIn,
  isExportedVariable,
  isFunctionNode,
  symbolOf,
} from '../source/symbols.js';
import { isGivenValue } from '../source/memberWrites.js';

/** Methods that leave the array where it is, and as long as it is. */
const KEEPING = new Set(
  'at every filter find findIndex includes indexOf join map reduce slice some toSorted'.split(' '),
);
const REORDERING = new Set(['sort', 'reverse', 'fill']);

/**
 * An array of numbers that serves every iteration for its own values: made before the loop, and filled from end to end before
 * anything of it is read. Each iteration can have an array of its own, then.
 *
 * @see Tu and Padua, "Automatic array privatization", LCPC 1993
 */
export function scratchOf(symbol: ts.Symbol, { body, checker, effects }: PlaceContext): OwnPlace | null {
  const declaration = declarationOf(symbol);
  if (!isConstant(declaration) || !declaration.initializer || isExportedVariable(declaration)) return null;
  if (isDeclaredIn(symbol, body)) return null;
  const uses = namesIn(declaration.getSourceFile(), symbol.getName()).filter(
    (name) => name !== declaration.name && symbolOf(name, checker) === symbol,
  );
  const mentions = uses.filter((name) => name.pos >= body.pos && name.end <= body.end);
  // A callback's items are numbers: reading them is not reading the array again.
  const isMentioned = ({ node, within, write }: Access): boolean =>
    within === null &&
    node.pos >= body.pos &&
    node.end <= body.end &&
    (!write || mentions.some((m) => m.pos >= node.pos && m.end <= node.end));
  if (!effects.accesses.every((a) => a.symbol !== symbol || isMentioned(a))) return null;
  const length = lengthMade(declaration.initializer, checker);
  const text = length && settledName(length, body, checker);
  if (!text || !uses.every((use) => keepsLength(use, checker))) return null;
  // Have: an array that is as long as it was made.
  const scope = scopesOf(mentions, body).find((one) => isFilledFirst(one, mentions, text));
  if (!scope) return null;
  const isUsedAfter = mentions.length < uses.length;
  const typed = typedArrayName(checker.getTypeAtLocation(declaration.name));
  const isTypeScript = /\.[cm]?tsx?$/.test(body.getSourceFile().fileName);
  return {
    symbol,
    kind: 'scratch',
    text: symbol.getName(),
    mentions,
    scope,
    // Where it is put back, what it held before must not be asked for: the iteration before has written that. Nor is it in
    // plain JavaScript, where a copy would be one of anything.
    ...(isUsedAfter || !isTypeScript
      ? { made: typed ? `new ${typed}(${text})` : `new Array${isTypeScript ? '<number>' : ''}(${text})` }
      : {}),
    isUsedAfter,
  };
}

/** Whether a use can neither make the array longer or shorter, nor give it to somebody. */
function keepsLength(use: ts.Identifier, checker: ts.TypeChecker): boolean {
  const { parent } = use;
  if (ts.isElementAccessExpression(parent) && parent.expression === use) {
    if (ts.isDeleteExpression(parent.parent)) return false;
    const element = checker.getNonNullableType(checker.getTypeAtLocation(parent));
    const isNumber = (element.flags & ts.TypeFlags.NumberLike) !== 0;
    const isTyped = typedArrayName(checker.getTypeAtLocation(use)) !== null;
    return isNumber && (isTyped || !isGivenValue(parent) || itemExists(parent, checker));
  }
  if (isLength(parent) || ts.isSpreadElement(parent)) return true;
  if (ts.isForOfStatement(parent)) return parent.expression === use;
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== use) return false;
  const call = parent.parent;
  if (!ts.isCallExpression(call) || call.expression !== parent) return false;
  const { text } = parent.name;
  const isNobodys = ts.isExpressionStatement(call.parent) && REORDERING.has(text);
  return (
    (KEEPING.has(text) || isNobodys) && call.arguments.every((a) => !isFunctionNode(a) || a.parameters.length <= 2)
  );
}
