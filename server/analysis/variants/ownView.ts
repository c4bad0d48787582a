import { ts } from 'ts-morph';
import { typedArrayName } from '../../forms/iteration.js';
import { namesIn } from '../source/names.js';
import {
  asserted,
  type FreeName,
  holdsNumbers,
  isDeleted,
  isLength,
  linesPuttingBack,
  type OwnPlace,
  type PlaceContext,
  subscriptNames,
} from './ownPlace.js';
import { isConstant, isDeclaredIn, symbolOf } from '../source/symbols.js';

/**
 * `const row = data.subarray(from, to)` of a typed array, or `const row = rows[i]` of an array of arrays of numbers, that the body
 * knows by this name alone, and of which only elements are asked: the iteration can work on a copy, and put it back at its end.
 */
export function ownViewOf(symbol: ts.Symbol, context: PlaceContext): OwnPlace | null {
  const { body, checker, effects } = context;
  const array = symbol.getName();
  const uses = namesIn(body, array).filter((name) => symbolOf(name, checker) === symbol && !isLength(name.parent));
  const [use, more] = uses;
  const seen = use && !more && ts.isBlock(body) ? (rowSeen(use, context) ?? partSeen(use, context)) : null;
  const declaration = seen?.whole.parent;
  if (!use || !seen || !isConstant(declaration)) return null;
  const isOfBody = declaration.parent.parent.parent === body;
  const view = ts.isIdentifier(declaration.name) ? checker.getSymbolAtLocation(declaration.name) : undefined;
  const isSettled = (limit: ts.Expression): boolean =>
    subscriptNames(limit, checker)?.every(
      (s) => !isDeclaredIn(s, body) && !effects.accesses.some((a) => a.write && !a.content && a.symbol === s),
    ) ?? false;
  if (!isOfBody || !view || !seen.limits.every(isSettled)) return null;
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
  const { copied, text, back } = seen;
  return {
    symbol,
    kind: 'view',
    text: array,
    mentions: [copied],
    made: text,
    scope: body,
    back: (free) => back(view.getName(), free),
  };
}

/** How a name comes to a part of an array. */
interface Seen {
  readonly whole: ts.Expression;
  /** What says which part it is. */
  readonly limits: readonly ts.Expression[];
  /** What is written in another way, and how, where the name is to hold a copy. */
  readonly copied: ts.Node;
  readonly text: string;
  /** The lines that put a copy back. */
  readonly back: (own: string, free: FreeName) => readonly string[];
}

/** `data.subarray(from, to)` */
function partSeen(use: ts.Identifier, { checker }: PlaceContext): Seen | null {
  const method = use.parent;
  const whole = method.parent;
  const isPart = ts.isPropertyAccessExpression(method) && method.name.text === 'subarray' && ts.isCallExpression(whole);
  if (!isPart || !typedArrayName(checker.getTypeAtLocation(use)) || whole.expression !== method) return null;
  const limits = whole.arguments;
  const back = (own: string): string[] => [
    `${use.text}.subarray(${limits.map((l) => l.getText()).join(', ')}).set(${own});`,
  ];
  return limits.length === 2 ? { whole, limits, copied: method.name, text: 'slice', back } : null;
}

/** `rows[i]` */
function rowSeen(use: ts.Identifier, { checker }: PlaceContext): Seen | null {
  const row = use.parent;
  if (!ts.isElementAccessExpression(row) || row.expression !== use || row.questionDotToken) return null;
  const whole = asserted(row) as ts.Expression;
  const type = checker.getTypeAtLocation(whole);
  const text = whole.getText();
  const limits = [row.argumentExpression];
  if (!holdsNumbers(type, checker)) return null;
  const back = (own: string, free: FreeName): readonly string[] =>
    typedArrayName(type) ? [`${text}.set(${own});`] : linesPuttingBack(text, own, free);
  return { whole, limits, copied: whole, text: `${text}.slice()`, back };
}
