import { ts } from 'ts-morph';
import { namesIn } from '../source/names.js';
import { declarationOf, enclosingFunction, isExportedVariable, isInside, symbolOf } from '../source/symbols.js';

/**
 * Whether nobody can use the name of a variable or parameter any more once a loop, or a call, has ended in an error: it belongs to
 * the function, or to the module, that the error leaves, and no handler, no other function and no other module has it.
 */
export function endsUnseen(symbol: ts.Symbol, node: ts.Node, checker: ts.TypeChecker): boolean {
  const declaration = declarationOf(symbol);
  const home = enclosingFunction(node);
  if (!declaration || enclosingFunction(declaration) !== home) return false;
  if (!ts.isParameter(declaration) && !isLocal(declaration)) return false;
  const caught = ts.findAncestor(node, (outer) => outer === home || ts.isTryStatement(outer));
  if (caught && ts.isTryStatement(caught) && !isInside(declaration, caught)) return false;
  return namesIn(home, symbol.getName()).every(
    (use) =>
      symbolOf(use, checker) !== symbol ||
      isInside(use, node) ||
      (enclosingFunction(use) === home && !ts.isExportSpecifier(use.parent) && !ts.isExportAssignment(use.parent)),
  );
}

const isLocal = (declaration: ts.Declaration): boolean =>
  ts.isVariableDeclaration(declaration) &&
  (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.BlockScoped) !== 0 &&
  !isExportedVariable(declaration);
