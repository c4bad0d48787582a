import { ts } from 'ts-morph';
import { codeRunAtLoad } from './loading.js';
import { loadedWith, loadsOf } from './loadedModules.js';
import { rememberedWith } from '../untyped/remembering.js';
import { declarationOf, isFunctionNode, isValueUse, resolveAlias, symbolOf } from '../source/symbols.js';

/**
 * Whether a module reads, while it is loaded, what a module of the same circle of imports declares: that is there or not, whichever
 * of them is loaded first, and a worker may begin with another one than the program.
 */
export const dependsOnLoadOrder = rememberedWith((source: ts.SourceFile, checker): boolean => {
  const inCircle = loadsOf(source, checker).filter(({ file }) => loadedWith(file, checker).has(source));
  if (inCircle.length === 0) return false;
  if (inCircle.some(({ isRequired }) => isRequired)) return true;
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
  return read.some((node) => ts.isIdentifier(node) && isValueUse(node) && isOfCircle(node));
});

/** The classes that classes of a module extend, by name. */
function basesIn(source: ts.SourceFile): readonly ts.Identifier[] {
  const bases: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (isFunctionNode(node)) return;
    if (ts.isHeritageClause(node) && node.token === ts.SyntaxKind.ExtendsKeyword)
      for (const { expression } of node.types) if (ts.isIdentifier(expression)) bases.push(expression);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return bases;
}
