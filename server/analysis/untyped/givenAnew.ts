import { ts } from 'ts-morph';
import { listedBySyntax } from '../source/bySyntax.js';
import { importOf, requiredModule } from '../source/importedNames.js';
import { isPrototype, memberWrites, unnamedWrites } from '../source/memberWrites.js';
import { isAnything, resolveAlias, symbolOf } from '../source/symbols.js';

/**
 * Whether some file gives a member of a class, an object or a CommonJS module another value: by its name, by one that does not stand
 * there, or by way of a parameter that modules and prototypes are handed to.
 *
 * @param symbol the member, or what a module exports under that name
 */
export function isGivenAnew(
  symbol: ts.Symbol,
  name: string,
  files: readonly ts.SourceFile[],
  checker: ts.TypeChecker,
): boolean {
  const declaration = symbol.valueDeclaration;
  const owns = (owner: ts.Expression): boolean => {
    const type = checker.getApparentType(checker.getTypeAtLocation(owner));
    const part = checker.getPropertyOfType(type, name);
    return part !== undefined && resolveAlias(part, checker).valueDeclaration === declaration;
  };
  const isUnknown = (owner: ts.Expression): boolean => isAnything(checker.getTypeAtLocation(owner));
  const owners = files.flatMap((file) => [
    ...memberWrites(file)
      .of(name)
      .flatMap((place) => ownerAt(place, symbol) ?? []),
    ...unnamedWrites(file),
  ]);
  if (owners.some(owns)) return true;
  const handed = (): boolean =>
    files.some((file) => wholesHanded(file).some((one) => isWhole(one, checker) && owns(one)));
  return owners.some(isUnknown) && handed();
}

/** What a place is a part of; null where it declares the symbol. */
function ownerAt(place: ts.Node, symbol: ts.Symbol): ts.Expression | null {
  if (ts.isCallExpression(place)) return place.arguments[0] ?? null;
  const { parent } = place;
  if (symbol.declarations?.some((d) => d === parent || d === parent.parent)) return null;
  return ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent) ? parent.expression : null;
}

/** What calls are given that may be a module as a whole, or a prototype. */
const wholesHanded = listedBySyntax<ts.Expression>((node, note) => {
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return;
  for (const given of node.arguments ?? [])
    if (ts.isIdentifier(given) || isPrototype(given) || requiredModule(given) !== null) note(given);
});

function isWhole(given: ts.Expression, checker: ts.TypeChecker): boolean {
  const symbol = ts.isIdentifier(given) ? symbolOf(given, checker) : undefined;
  const imported = symbol ? importOf(symbol) : null;
  return !ts.isIdentifier(given) || (imported?.isNode === false && /^(\*|default)$/.test(imported.name));
}
