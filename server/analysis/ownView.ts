import { ts } from 'ts-morph';
import { typedArrayName } from '../forms/iteration.js';
import { namesIn } from './names.js';
import { isDeleted, isLength, type OwnPlace, type PlaceContext, subscriptNames } from './ownPlace.js';
import { isConstant, isDeclaredIn, symbolOf } from './symbols.js';

/**
 * `const row = data.subarray(from, to)` of a typed array that the body knows by this view alone, and of which only elements are
 * asked: the iteration can work on a copy, and put it back at its end.
 */
export function ownViewOf(symbol: ts.Symbol, { body, checker, effects }: PlaceContext): OwnPlace | null {
  const array = symbol.getName();
  const uses = namesIn(body, array).filter((name) => symbolOf(name, checker) === symbol && !isLength(name.parent));
  const [use, more] = uses;
  if (!use || more || !ts.isBlock(body) || !typedArrayName(checker.getTypeAtLocation(use))) return null;
  const method = use.parent;
  const call = method.parent;
  if (!ts.isPropertyAccessExpression(method) || method.name.text !== 'subarray' || !ts.isCallExpression(call))
    return null;
  const [from, to, third] = call.arguments;
  const declaration = call.parent;
  if (!from || !to || third || call.expression !== method || !isConstant(declaration)) return null;
  // Have: `const … = data.subarray(from, to)`.
  const isOfBody = declaration.parent.parent.parent === body;
  const view = ts.isIdentifier(declaration.name) ? checker.getSymbolAtLocation(declaration.name) : undefined;
  const isSettled = (limit: ts.Expression): boolean =>
    subscriptNames(limit, checker)?.every(
      (s) => !isDeclaredIn(s, body) && !effects.accesses.some((a) => a.write && !a.content && a.symbol === s),
    ) ?? false;
  if (!isOfBody || !view || ![from, to].every(isSettled)) return null;
  const mentions = namesIn(body, view.getName()).filter(
    (name) => name !== declaration.name && symbolOf(name, checker) === view,
  );
  const isElement = (name: ts.Identifier): boolean =>
    isLength(name.parent) ||
    (ts.isElementAccessExpression(name.parent) && name.parent.expression === name && !isDeleted(name.parent));
  const isThrough = (node: ts.Node): boolean =>
    [use, ...mentions].some((name) => name.pos >= node.pos && name.end <= node.end);
  const others = effects.accesses.filter((a) => a.symbol === symbol && (a.within !== null || !isThrough(a.node)));
  if (
    !mentions.every(isElement) ||
    others.length > 0 ||
    effects.accesses.some((a) => a.symbol === symbol && a.write && !a.content)
  )
    return null;
  const limits = call.arguments.map((limit) => limit.getText()).join(', ');
  return {
    symbol,
    kind: 'view',
    text: array,
    mentions: [method.name],
    scope: body,
    back: `${array}.subarray(${limits}).set(${view.getName()});`,
  };
}
