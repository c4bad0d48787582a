import { ts } from 'ts-morph';
import { type FoundLoop, statementsOf } from '../../forms/foundLoop.js';
import { headOf } from '../calls/control.js';
import { mayShowHoles } from '../dependences/density.js';
import type { HelperPlan } from '../helpers/helpers.js';
import type { Split } from './split.js';
import { enclosingFunction, isFunctionNode, mentions } from '../source/symbols.js';

/**
 * `const out = []` followed by a loop that only pushes one value per iteration: nobody can see the array half filled.
 * Returns the declaration.
 */
export function isFreshPush(
  loop: FoundLoop,
  found: Split,
  helpers: HelperPlan,
  checker: ts.TypeChecker,
): ts.VariableStatement | null {
  const [piece, more] = found.pieces;
  if (
    loop.callback ||
    // `map` keeps holes, and a walk visits them.
    (loop.source.kind === 'iterable' && mayShowHoles(loop.source.expression, checker)) ||
    // Where more items may come, nothing is collected before them.
    (loop.source.kind === 'iterable' && loop.source.awaited) ||
    !piece ||
    more ||
    found.mode !== 'values' ||
    (!ts.isBlock(loop.node.parent) && !ts.isSourceFile(loop.node.parent))
  )
    return null;
  const statements = ts.isBlock(loop.body) ? loop.body.statements : [loop.body as ts.Statement];
  const kept = statements.filter((s) => !found.removed.has(s));
  const [push] = kept;
  if (
    kept.length !== 1 ||
    !push ||
    push !== statementsOf(loop).at(-1) ||
    !ts.isExpressionStatement(push) ||
    !ts.isCallExpression(push.expression)
  )
    return null;
  const { expression: target, arguments: args } = push.expression;
  if (
    args.length !== 1 ||
    !ts.isPropertyAccessExpression(target) ||
    target.name.text !== 'push' ||
    !ts.isIdentifier(target.expression)
  )
    return null;
  const isValue =
    piece.expression === args[0] || (piece.local !== null && checker.getSymbolAtLocation(args[0]!) === piece.local);
  if (!isValue) return null;
  // Have: one unconditional push of the computed value.
  if (helpers.captures.some((s) => s.getName() === (target.expression as ts.Identifier).text)) return null;
  const symbol = checker.getSymbolAtLocation(target.expression);
  // The array is made where the loop stood: nothing that is evaluated for its head may ask for it.
  const { source } = loop;
  const head =
    source.kind === 'range'
      ? [source.start, source.bound, ...loop.before]
      : source.kind === 'iterable'
        ? [source.expression]
        : headOf(loop.node as ts.IterationStatement);
  if (!symbol || head.some((part) => part && mentions(part, symbol, checker))) return null;
  const siblings = loop.node.parent.statements;
  const position = siblings.indexOf(loop.node as ts.Statement);
  for (let k = position - 1; k >= 0; k--) {
    const before = siblings[k]!;
    if (!ts.isVariableStatement(before)) return null;
    const [declaration, second] = before.declarationList.declarations;
    if (declaration && checker.getSymbolAtLocation(declaration.name) === symbol) {
      const empty =
        declaration.initializer &&
        ts.isArrayLiteralExpression(declaration.initializer) &&
        declaration.initializer.elements.length === 0;
      const exported = before.modifiers?.some((m) => m.kind === ts.SyntaxKind.ExportKeyword);
      return empty &&
        !second &&
        !exported &&
        before.declarationList.flags & ts.NodeFlags.BlockScoped &&
        !usedInFunctions(declaration, symbol, checker)
        ? before
        : null;
    }
    if (mentions(before, symbol, checker)) return null;
  }
  return null;
}

/** Whether a nested function uses a name: it could run before the loop is done. */
function usedInFunctions(declaration: ts.Node, symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  const home = enclosingFunction(declaration);
  const visit = (node: ts.Node): boolean => {
    if (isFunctionNode(node) && node !== home) return mentions(node, symbol, checker);
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(home);
}
