import { ts } from 'ts-morph';
import { builtinOf } from './builtins.js';
import { declarationOf, enclosingFunction, isGlobal, isLibrary, symbolOf, unwrap } from './symbols.js';

/** What changes after modules are loaded: names that functions assign to, objects they change, globals they patch. */
export interface ModuleState {
  /** The node that changes a binding (or the object it holds, for `content`) after its module was loaded; null where nothing does. */
  changeOf(symbol: ts.Symbol, content: boolean): ts.Node | null;
  /** Assignments to properties of global objects: `Math.random = …`. */
  readonly patched: readonly { readonly object: string; readonly name: string; readonly node: ts.Node }[];
}

/**
 * Reads the program's own files once. A name counts as changed when any function assigns to it; the object it holds
 * counts as changed when something is assigned below it, or a changing method is called on it, outside the top level
 * of its own module.
 */
export function readModuleState(files: readonly ts.SourceFile[], checker: ts.TypeChecker): ModuleState {
  const bindings = new Map<ts.Symbol, ts.Node>();
  const contents = new Map<ts.Symbol, ts.Node>();
  const patched: { object: string; name: string; node: ts.Node }[] = [];

  const noteTarget = (target: ts.Expression, node: ts.Node): void => {
    const place = unwrap(target);
    if (ts.isIdentifier(place)) {
      const symbol = symbolOf(place, checker);
      const declaration = symbol ? declarationOf(symbol) : undefined;
      if (symbol && declaration && enclosingFunction(node) !== enclosingFunction(declaration))
        bindings.set(symbol, node);
      else if (symbol && declaration && ts.isSourceFile(enclosingFunction(declaration))) bindings.set(symbol, node);
      return;
    }
    if (ts.isArrayLiteralExpression(place)) return place.elements.forEach((e) => noteTarget(e, node));
    const root = rootOf(place);
    if (!root) return;
    const symbol = symbolOf(root, checker);
    if (ts.isPropertyAccessExpression(place) && isGlobal(symbol)) {
      const owner = unwrap(place.expression);
      if (ts.isIdentifier(owner)) patched.push({ object: owner.text, name: place.name.text, node });
      return;
    }
    if (symbol) noteContent(symbol, node);
  };
  const noteContent = (symbol: ts.Symbol, node: ts.Node): void => {
    const resolved = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    const declaration = declarationOf(resolved);
    if (!declaration) return;
    const atLoad = ts.isSourceFile(enclosingFunction(node)) && node.getSourceFile() === declaration.getSourceFile();
    if (!atLoad) contents.set(resolved, node);
  };

  const visit = (node: ts.Node): void => {
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      node.operatorToken.kind <= ts.SyntaxKind.LastAssignment
    )
      noteTarget(node.left, node);
    if (
      (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) &&
      (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken)
    )
      noteTarget(node.operand, node);
    if (ts.isDeleteExpression(node)) noteTarget(node.expression, node);
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const root = rootOf(node.expression.expression);
      const property = checker.getSymbolAtLocation(node.expression.name);
      const declaration = property ? declarationOf(property) : undefined;
      const owner =
        declaration && isLibrary(declaration) && 'symbol' in declaration.parent
          ? (declaration.parent as { symbol: ts.Symbol }).symbol.getName()
          : null;
      const entry = owner ? builtinOf(`${owner}#${node.expression.name.text}`) : undefined;
      const symbol = root ? symbolOf(root, checker) : undefined;
      if (symbol && !isGlobal(symbol) && (entry ? entry.changes === 'receiver' : owner !== null))
        noteContent(symbol, node);
    }
    ts.forEachChild(node, visit);
  };
  for (const file of files) visit(file);

  return {
    patched,
    changeOf(symbol, content) {
      const declaration = declarationOf(symbol);
      if (declaration && ts.isParameter(declaration)) return null;
      return bindings.get(symbol) ?? (content ? (contents.get(symbol) ?? null) : null);
    },
  };
}

function rootOf(node: ts.Expression): ts.Identifier | null {
  let current = unwrap(node);
  while (ts.isPropertyAccessExpression(current) || ts.isElementAccessExpression(current))
    current = unwrap(current.expression);
  return ts.isIdentifier(current) ? current : null;
}
