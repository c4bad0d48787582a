import { ts } from 'ts-morph';
import { runsAtOnce } from '../calls/runsAtOnce.js';
import {
  enclosingFunction,
  type FunctionNode,
  isAsync,
  isFunctionNode,
  isGenerator,
  isInside,
  symbolOf,
} from '../source/symbols.js';

/**
 * The first `var` of a loop whose value may be seen after its iteration: behind the loop, in the next iteration, or in
 * a function that keeps it. The others could as well be declared with `let`: every use is covered by a declaration that
 * gives a value and stands before it in the same block or loop.
 */
export function outlivingVar(loop: ts.Node, checker: ts.TypeChecker): ts.Identifier | null {
  const home = enclosingFunction(loop);
  const own = varsIn(loop, checker);
  if (own.length === 0) return null;
  const all = varsIn(home, checker);
  let found: ts.Identifier | null = null;
  const visit = (node: ts.Node, inFunction: boolean): void => {
    if (found) return;
    if (ts.isIdentifier(node)) {
      const name = own.find((v) => v.name.text === node.text)?.name;
      const symbol = name && checker.getSymbolAtLocation(name);
      if (!name || (!ts.isExportSpecifier(node.parent) && symbolOf(node, checker) !== symbol)) return;
      const declared = all.filter((v) => v.symbol === symbol && isInside(v.name, loop) === isInside(node, loop));
      const isCovered = declared.some(
        (v) =>
          v.scope &&
          isInside(node, v.scope) &&
          node.pos >= v.name.pos &&
          (isInside(node, loop) || !isInside(loop, v.scope)),
      );
      if (inFunction || !isCovered) found = name;
    }
    const isLater = isFunctionNode(node) ? !isCalledHere(node, checker) : ts.isClassLike(node);
    const nested = inFunction || (node !== home && isLater);
    ts.forEachChild(node, (child) => visit(child, nested));
  };
  visit(home, false);
  return found;
}

/** `xs.filter((x) => …)`: the function is called where it stands, and never again. */
const isCalledHere = (fn: FunctionNode, checker: ts.TypeChecker): boolean =>
  ts.isCallExpression(fn.parent) &&
  (fn.parent.arguments[0] as ts.Node | undefined) === fn &&
  !isAsync(fn) &&
  !isGenerator(fn) &&
  runsAtOnce(fn.parent, checker);

interface Var {
  readonly name: ts.Identifier;
  readonly symbol: ts.Symbol | undefined;
  /** Where its value is the one that it is given here; null where it is given none. */
  readonly scope: ts.Node | null;
}

/** Every `var` of a function's own below `root`. */
function varsIn(root: ts.Node, checker: ts.TypeChecker): Var[] {
  const vars: Var[] = [];
  const add = (name: ts.BindingName, scope: ts.Node | null): void => {
    if (ts.isIdentifier(name)) vars.push({ name, symbol: checker.getSymbolAtLocation(name), scope });
    else for (const element of name.elements) if (!ts.isOmittedExpression(element)) add(element.name, scope);
  };
  const visit = (node: ts.Node): void => {
    if (node !== root && (isFunctionNode(node) || ts.isClassLike(node))) return;
    if (ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.BlockScoped)) {
      const { parent } = node;
      const isHead = ts.isIterationStatement(parent, false);
      const scope = isHead
        ? parent
        : ts.isBlock(parent.parent) || ts.isSourceFile(parent.parent)
          ? parent.parent
          : null;
      const begins = isHead && !ts.isForStatement(parent);
      for (const d of node.declarations) add(d.name, d.initializer || begins ? scope : null);
    }
    ts.forEachChild(node, visit);
  };
  visit(root);
  return vars;
}
