import { ts } from 'ts-morph';
import { ANY, type Access, type Step } from '../source/access.js';
import { isWritten } from '../source/assignments.js';
import { createFileWalk, throughNames } from './effects.js';
import { createOrigins } from '../origins/origins.js';
import type { Summaries } from './summaries.js';
import { namesIn } from '../source/names.js';
import { declarationOf, enclosingFunction, resolveAlias, symbolOf } from '../source/symbols.js';
import { rememberedWith } from '../untyped/remembering.js';

/** A write of a name, or of the object that it holds, that is not its declaration. */
export interface NamedWrite {
  /** Null where it may be any object. */
  readonly symbol: ts.Symbol | null;
  /** What is written in the object. */
  readonly part: Step;
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
    .map((node) => ({ symbol, part: ANY, node, atLoad: ts.isSourceFile(enclosingFunction(node)) }));
}

/** Reads what each top-level statement of a file writes of objects that names hold, with the same effects that loops are judged by. */
export function createNamedWrites(
  file: ts.SourceFile,
  checker: ts.TypeChecker,
  summaries: Summaries,
): (part: ts.Statement) => NamedWrite[] {
  const writesOf = createFileWalk(file, checker, summaries);
  const atTop = (node: ts.Node): boolean => ts.isSourceFile(enclosingFunction(node));
  const named = (access: Access): NamedWrite[] => {
    const { symbol: written, content, path, node, within } = access;
    if (!content) return [];
    const symbol = resolveAlias(written, checker);
    const declaration = declarationOf(symbol);
    if (!declaration) return [];
    const part = path.at(-1) ?? ANY;
    const atLoad = atTop(node) && file === declaration.getSourceFile();
    const own = { symbol, part, node: atLoad ? node : (within ?? node), atLoad };
    if (ts.isSourceFile(declaration))
      return exportsAt(symbol, path, checker).map((exported) => ({ ...own, symbol: exported }));
    if (symbol === written) return [own];
    // An imported object, and what it holds, has other names where it is made.
    const { accesses, isUnknown } = throughNames(
      { ...access, symbol },
      originsOf(declaration.getSourceFile(), checker),
    );
    return [
      own,
      ...accesses.map((other) => ({ ...own, symbol: resolveAlias(other.symbol, checker) })),
      ...(isUnknown && path.length > 1 ? [{ ...own, symbol: null }] : []),
    ];
  };
  return (part) => {
    const { accesses, anywhere } = writesOf(part);
    return [
      ...accesses.flatMap(named),
      ...anywhere.map((write) => ({ ...write, symbol: null, atLoad: atTop(write.node) })),
    ];
  };
}

/** What a module exports under the first name of a path, or all that it exports where that is not known. */
function exportsAt(module: ts.Symbol, [first]: readonly Step[], checker: ts.TypeChecker): ts.Symbol[] {
  const all = checker.getExportsOfModule(module);
  const named = first?.kind === 'name' ? all.filter((one) => one.getName() === first.name) : [];
  return (named.length > 0 ? named : all).map((one) => resolveAlias(one, checker));
}

const originsOf = rememberedWith((file: ts.SourceFile, checker) => createOrigins(file, checker));
