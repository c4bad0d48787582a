import { ts } from 'ts-morph';
import { codeRunAtLoad } from './loading.js';
import { loadedWith, loadsOf } from './loadedModules.js';
import { rememberedWith } from '../untyped/remembering.js';
import { declarationOf, isFunctionNode, isValueUse, resolveAlias, symbolOf } from '../source/symbols.js';

/**
 * Where a module reads, while it is loaded, what a module of the same circle of imports declares: that is there or not, whichever
 * of them is loaded first, and a worker may begin with another one than the program. Null where it does not.
 */
export const readOfLoadOrder = rememberedWith((source: ts.SourceFile, checker): ts.Node | null => {
  const inCircle = loadsOf(source, checker).filter(({ file }) => loadedWith(file, checker).has(source));
  if (inCircle.length === 0) return null;
  const required = inCircle.find(({ isRequired }) => isRequired);
  if (required) return required.specifier;
  const isOfCircle = (name: ts.Identifier): boolean => {
    const symbol = symbolOf(name, checker);
    const home = symbol && declarationOf(resolveAlias(symbol, checker))?.getSourceFile();
    return (
      home !== undefined &&
      home !== source &&
      loadedWith(source, checker).has(home) &&
      loadedWith(home, checker).has(source)
    );
  };
  const read = [...codeRunAtLoad(source, checker), ...basesIn(source)];
  return read.find((node) => ts.isIdentifier(node) && isValueUse(node) && isOfCircle(node)) ?? null;
});

/** The classes that classes of a module extend, by name. */
function basesIn(source: ts.SourceFile): readonly ts.Identifier[] {
  const bases: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (isFunctionNode(node) || ts.isInterfaceDeclaration(node)) return;
    if (ts.isHeritageClause(node) && node.token === ts.SyntaxKind.ExtendsKeyword)
      for (const { expression } of node.types) if (ts.isIdentifier(expression)) bases.push(expression);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return bases;
}
