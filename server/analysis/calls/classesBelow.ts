import { ts } from 'ts-morph';
import { listedBySyntax } from '../source/bySyntax.js';
import { resolveAlias } from '../source/symbols.js';
import { rememberedWith } from '../untyped/remembering.js';
import { listedInProgram } from './programIndex.js';

/** Classes that say what they extend or implement. */
const heirs = listedInProgram(
  listedBySyntax<ts.ClassLikeDeclaration>((node, note) => {
    if (ts.isClassLike(node) && node.heritageClauses) note(node);
  }),
);

/** By class and interface, the types of those classes of the program that are written as being below it, at whatever distance. */
const byAncestor = rememberedWith((_all: 'all', checker): ReadonlyMap<ts.Symbol, readonly ts.Type[]> => {
  const found = new Map<ts.Symbol, ts.Type[]>();
  for (const heir of heirs(checker)) {
    const own = (heir.name && checker.getSymbolAtLocation(heir.name)) ?? (heir as { symbol?: ts.Symbol }).symbol;
    if (!own) continue;
    const type = checker.getDeclaredTypeOfSymbol(own);
    for (const ancestor of ancestorsOf(own, checker)) found.set(ancestor, [...(found.get(ancestor) ?? []), type]);
  }
  return found;
});

/** Types of the classes that extend a class or implement an interface, as far as they say so. */
export const classesBelow = (type: ts.Type, checker: ts.TypeChecker): readonly ts.Type[] => {
  const symbol = type.getSymbol();
  return (symbol && byAncestor('all', checker).get(symbol)) ?? [];
};

/** What a class or interface is below, by its clauses and theirs. */
function ancestorsOf(symbol: ts.Symbol, checker: ts.TypeChecker): ReadonlySet<ts.Symbol> {
  // A set that grows while it is walked over.
  const found = new Set<ts.Symbol>();
  const above = (one: ts.Symbol): void => {
    for (const declaration of one.declarations ?? []) {
      if (!ts.isClassLike(declaration) && !ts.isInterfaceDeclaration(declaration)) continue;
      for (const { expression } of (declaration.heritageClauses ?? []).flatMap(({ types }) => types)) {
        const name = checker.getSymbolAtLocation(expression);
        if (name) found.add(resolveAlias(name, checker));
      }
    }
  };
  above(symbol);
  for (const one of found) above(one);
  return found;
}
