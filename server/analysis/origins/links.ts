import { ts } from 'ts-morph';
import { isAssignment } from '../source/assignments.js';
import { listedBySyntax } from '../source/bySyntax.js';
import type { Apart } from './rowAliasing.js';
import { isPrimitive, symbolOf, unwrap } from '../source/symbols.js';

/**
 * Whether the items of a list that is written out have a part in common as it stands there: `[root, root.next]`, and
 * `[one, two]` where the file has `one.next = two`.
 */
export function areLinked(pieces: readonly ts.Expression[], apart: Apart, checker: ts.TypeChecker): boolean {
  const roots = pieces.map((piece) => namesBehind(piece, checker));
  const all = new Set(roots.flat());
  const [first] = pieces;
  if (!first || all.size === 0) return false;
  // Who is linked to itself is the same object at every step.
  const isWay = (piece: ts.Expression): boolean => ts.isPropertyAccessExpression(unwrap(piece));
  const linked = links(first.getSourceFile()).some(({ from, to }) => {
    const [one, other] = [from, to].map((name) => symbolOf(name, checker));
    if (!one || !other || !all.has(one) || !all.has(other) || isPrimitive(checker.getTypeAtLocation(to), checker))
      return false;
    return apart === 'throughout' || pieces.some((piece, k) => isWay(piece) && roots[k]!.includes(one));
  });
  return linked || (apart === 'throughout' && roots.flat().length > all.size);
}

/** The names of objects that a piece is, is a part of, or holds; each once. */
function namesBehind(piece: ts.Expression, checker: ts.TypeChecker): readonly ts.Symbol[] {
  const found = new Set<ts.Symbol>();
  const visit = (expression: ts.Expression): void => {
    const node = unwrap(expression);
    if (isPrimitive(checker.getTypeAtLocation(node), checker)) return;
    const root = rootOf(node);
    const symbol = root && symbolOf(root, checker);
    if (symbol) found.add(symbol);
    if (ts.isArrayLiteralExpression(node))
      node.elements.forEach((e) => visit(ts.isSpreadElement(e) ? e.expression : e));
    if (ts.isObjectLiteralExpression(node))
      for (const p of node.properties)
        if (ts.isPropertyAssignment(p)) visit(p.initializer);
        else if (ts.isShorthandPropertyAssignment(p)) visit(p.name);
  };
  visit(piece);
  return [...found];
}

/** The assignments of a file that make one named object a part of another: `one.next = two`. */
const links = listedBySyntax<{ readonly from: ts.Identifier; readonly to: ts.Identifier }>((node, note) => {
  if (!isAssignment(node)) return;
  const left = unwrap(node.left);
  if (!ts.isPropertyAccessExpression(left) && !ts.isElementAccessExpression(left)) return;
  const [from, to] = [rootOf(left), rootOf(unwrap(node.right))];
  if (from && to) note({ from, to });
});

/** The name in `name`, `name.next` and `name.rows[0]`. */
function rootOf(node: ts.Expression): ts.Identifier | null {
  while (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) node = unwrap(node.expression);
  return ts.isIdentifier(node) ? node : null;
}
