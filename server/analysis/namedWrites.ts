import { ts } from 'ts-morph';
import type { Access } from './access.js';
import { isWritten } from './assignments.js';
import { createFileWalk } from './effects.js';
import type { Summaries } from './summaries.js';
import { namesIn } from './names.js';
import { declarationOf, enclosingFunction, resolveAlias, symbolOf } from './symbols.js';

/** A write of a name, or of the object that it holds, that is not its declaration. */
export interface NamedWrite {
  readonly symbol: ts.Symbol;
  readonly node: ts.Node;
  /** While the module that declares the name is loaded. */
  readonly atLoad: boolean;
}

/** Every place that gives a name another value; only its own file can. */
export function bindingWrites(symbol: ts.Symbol, declaration: ts.Node, checker: ts.TypeChecker): NamedWrite[] {
  /** `var n = 1` once more. */
  const isAgain = (name: ts.Identifier): boolean =>
    ts.isVariableDeclaration(name.parent) &&
    name.parent.name === name &&
    name.parent !== declaration &&
    name.parent.initializer !== undefined;
  return namesIn(declaration.getSourceFile(), symbol.getName())
    .filter((name) => (isWritten(name) || isAgain(name)) && symbolOf(name, checker) === symbol)
    .map((node) => ({ symbol, node, atLoad: ts.isSourceFile(enclosingFunction(node)) }));
}

/** Reads what each top-level statement of a file writes of objects that names hold, with the same effects that loops are judged by. */
export function createNamedWrites(
  file: ts.SourceFile,
  checker: ts.TypeChecker,
  summaries: Summaries,
): (part: ts.Statement) => NamedWrite[] {
  const writesOf = createFileWalk(file, checker, summaries);
  const named = ({ symbol: written, content, node, within }: Access): NamedWrite[] => {
    if (!content) return [];
    const symbol = resolveAlias(written, checker);
    const declaration = declarationOf(symbol);
    if (!declaration) return [];
    const atLoad = ts.isSourceFile(enclosingFunction(node)) && file === declaration.getSourceFile();
    return [{ symbol, node: atLoad ? node : (within ?? node), atLoad }];
  };
  return (part) => writesOf(part).flatMap(named);
}
