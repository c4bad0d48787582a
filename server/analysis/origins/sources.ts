import { ts } from 'ts-morph';
import { assignmentsTo } from '../source/assignments.js';
import { isItemParameter, walkedOver } from './collections.js';
import { declarationOf, enclosingFunction, patternRoot, symbolOf, unwrap } from '../source/symbols.js';

/** What a name's object is, or is a part of: the expression that made the whole, and the way from there. */
export interface Source {
  readonly node: ts.Node;
  /** Names of parts; `*` is any of them. */
  readonly path: readonly string[];
}

/** Expressions that made what a name holds, or what that is a part of; views, items, patterns and other names followed. */
export function sourcesOf(
  symbol: ts.Symbol,
  checker: ts.TypeChecker,
  below: readonly string[] = [],
  seen = new Set<ts.Symbol>(),
): Source[] {
  const declaration = declarationOf(symbol);
  if (!declaration || seen.has(symbol)) return [];
  seen.add(symbol);
  const root = patternRoot(declaration);
  const whole = madeFrom(root);
  const assigned = ts.isVariableDeclaration(root) ? assignmentsTo(symbol, enclosingFunction(root), checker) : [];
  const inPattern = [...pathInPattern(declaration), ...below];
  if (!whole && assigned.length === 0) return [{ node: root, path: inPattern }];
  return [
    ...(whole ? follow(whole.expression, [...(whole.isItem ? ['*'] : []), ...inPattern], checker, seen) : []),
    ...assigned.flatMap((value) => follow(value, below, checker, seen)),
  ];
}

function follow(
  value: ts.Expression,
  path: readonly string[],
  checker: ts.TypeChecker,
  seen: Set<ts.Symbol>,
): Source[] {
  let node = unwrap(walkedOver(value));
  if (ts.isNewExpression(node) && node.arguments?.[0]) node = unwrap(node.arguments[0]);
  if (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    node.expression.name.text === 'subarray'
  )
    node = unwrap(node.expression.expression);
  if (ts.isPropertyAccessExpression(node) && node.name.text === 'buffer') node = unwrap(node.expression);
  const other = ts.isIdentifier(node) ? symbolOf(node, checker) : undefined;
  return other ? sourcesOf(other, checker, path, seen) : [{ node, path }];
}

/** Whether two ways from one whole lead to different parts. */
export const partApart = (a: readonly string[], b: readonly string[]): boolean =>
  a.some((step, k) => k < b.length && step !== '*' && b[k] !== '*' && step !== b[k]);

/** The first value of a variable, or the collection whose items a loop or a method hands to it. */
function madeFrom(root: ts.Node): { readonly expression: ts.Expression; readonly isItem: boolean } | null {
  if (ts.isParameter(root)) {
    const call = root.parent.parent;
    return ts.isCallExpression(call) && isItemParameter(root, call)
      ? { expression: call.expression.expression, isItem: true }
      : null;
  }
  if (!ts.isVariableDeclaration(root)) return null;
  if (root.initializer) return { expression: root.initializer, isItem: false };
  const loop = root.parent.parent;
  return ts.isForOfStatement(loop) ? { expression: loop.expression, isItem: true } : null;
}

/** The way from the value that a pattern takes apart to one of its names. */
function pathInPattern(declaration: ts.Node): string[] {
  if (!ts.isBindingElement(declaration)) return [];
  const pattern = declaration.parent;
  const outer = pathInPattern(pattern.parent);
  if (declaration.dotDotDotToken) return outer;
  if (ts.isArrayBindingPattern(pattern)) return [...outer, String(pattern.elements.indexOf(declaration))];
  const name = declaration.propertyName ?? declaration.name;
  return [...outer, ts.isIdentifier(name) || ts.isStringLiteralLike(name) ? name.text : '*'];
}
