import { ts } from 'ts-morph';
import { constantBehind, unwrap } from '../source/symbols.js';

/** Methods of strings that call a function for each match. */
const REPLACERS: ReadonlySet<string> = new Set(['replace', 'replaceAll']);

/** Whether a function that stands there in a call is called for each match of a pattern: `text.replace(pattern, f)`. */
export const isReplacer = (fn: ts.Node, { expression, arguments: given }: ts.CallExpression): boolean =>
  (given[1] as ts.Node | undefined) === fn &&
  ts.isPropertyAccessExpression(expression) &&
  REPLACERS.has(expression.name.text);

/** Whether a method is one that calls its callback for each match. */
export const isReplace = (method: string): boolean => REPLACERS.has(method);

/**
 * The type of what the callback of `text.replace(pattern, callback)` is given: the match, its groups, where it is, and the whole text
 * (ECMA-262, RegExp.prototype[Symbol.replace]). A group without a match is `undefined`, which is left aside, as everywhere.
 *
 * @param infer the type of an expression, or null
 * @param position of the parameter
 * @returns null where it cannot be told, or where it is the object of the named groups
 */
export function typeOfMatchPart(
  { expression, arguments: [pattern] }: ts.CallExpression,
  position: number,
  checker: ts.TypeChecker,
  infer: (node: ts.Node) => ts.Type | null,
): ts.Type | null {
  const text = ts.isPropertyAccessExpression(expression) ? infer(expression.expression) : null;
  if (!pattern || !text || !(text.flags & ts.TypeFlags.StringLike)) return null;
  const groups = groupsOf(pattern, checker, infer);
  if (groups === null) return null;
  // Have: a string, and a pattern of the language's own.
  if (position === 0) return checker.getStringType();
  if (groups === 'unknown' || position > groups + 2) return null;
  return position === groups + 1 ? checker.getNumberType() : checker.getStringType();
}

/** How many groups a pattern has; null where it may be no pattern at all. */
function groupsOf(
  pattern: ts.Expression,
  checker: ts.TypeChecker,
  infer: (node: ts.Node) => ts.Type | null,
): number | 'unknown' | null {
  const type = infer(pattern);
  if (type && type.flags & ts.TypeFlags.StringLike) return 0;
  if (type?.symbol?.getName() !== 'RegExp') return null;
  const value = unwrap(pattern);
  const literal = ts.isRegularExpressionLiteral(value) ? value : constantBehind(value, checker)?.value;
  return literal && ts.isRegularExpressionLiteral(literal) ? countGroups(literal.text) : 'unknown';
}

/** `(…)` and `(?<name>…)`, but not `(?:…)`, `(?=…)`, `(?<=…)`; nothing in a class, or after a backslash, is a group. */
function countGroups(literal: string): number | 'unknown' {
  const end = literal.lastIndexOf('/');
  // With `v`, classes may stand in classes.
  if (literal.includes('v', end)) return 'unknown';
  const bare = literal.slice(1, end).replace(/\\[^]|\[(?:\\[^]|[^\]\\])*\]/g, '');
  return bare.match(/\((?!\?)|\(\?<(?![=!])/g)?.length ?? 0;
}
