import { ts } from 'ts-morph';
import { importOf, type ImportedName } from './importedNames.js';
import { declarationOf, resolveAlias } from './symbols.js';
import { imitatorOf } from './imitators.js';
import { filesBehind } from './untyped/checkerOf.js';
import { extendsClausesOf } from './untyped/fileNames.js';

/**
 * Why instances of a class cannot be made again in a worker of the properties that a structured clone keeps; null where they can.
 * A class that others extend is refused: its methods may not be the ones that run.
 */
export function whyNotRebuilt(symbol: ts.Symbol, checker: ts.TypeChecker): string | null {
  const [declaration, more] = symbol.declarations ?? [];
  const name = symbol.getName();
  const instance = `an instance of class \`${name}\``;
  if (!declaration || more || !ts.isClassDeclaration(declaration) || !declaration.name) return instance;
  const source = declaration.getSourceFile();
  if (source.isDeclarationFile || declaration.parent !== source) return instance;
  if (declaration.heritageClauses?.some((h) => h.token === ts.SyntaxKind.ExtendsKeyword))
    return `${instance}, which extends another`;
  if (extendedClasses(checker).has(symbol)) return `${instance}, which others extend`;
  const imitator = imitatorOf(symbol, declaration, checker);
  if (imitator) return `${instance}, and ${imitator} looks like one`;
  if (ts.getDecorators(declaration)) return `${instance}, which has decorators`;
  const odd = declaration.members.find(
    (member) =>
      (member.name && ts.isPrivateIdentifier(member.name)) ||
      (ts.canHaveDecorators(member) && ts.getDecorators(member)) ||
      ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Accessor,
  );
  return odd ? `${instance}, which has \`${odd.name?.getText() ?? odd.getText()}\`` : null;
}

/** The class of `this`, whose type stands for that of any class that extends it; null of any other type. */
export function instanceOf(type: ts.Type, checker: ts.TypeChecker): ts.Type | null {
  if (!(type.flags & ts.TypeFlags.TypeParameter) || !('isThisType' in type) || !type.isThisType) return null;
  return checker.getBaseConstraintOfType(type) ?? null;
}

/** What an instance gets from its class and not from its properties: methods, accessors. */
export function isOfPrototype(property: ts.Symbol): boolean {
  const declaration = declarationOf(property);
  return (
    declaration !== undefined && ts.isClassDeclaration(declaration.parent) && !ts.isPropertyDeclaration(declaration)
  );
}

/** The classes whose instances values of some types are or hold, in order of first mention. */
export function classesIn(types: readonly ts.Type[], checker: ts.TypeChecker): readonly ts.Symbol[] {
  const found = new Set<ts.Symbol>();
  const seen = new Set<ts.Type>();
  const look = (type: ts.Type): void => {
    if (seen.has(type) || seen.size > LIMIT) return;
    seen.add(type);
    if (type.isUnionOrIntersection()) return type.types.forEach(look);
    const constraint = instanceOf(type, checker);
    if (constraint) return look(constraint);
    const isFunction = type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0;
    if (!(type.flags & ts.TypeFlags.Object) || isFunction) return;
    const symbol = type.getSymbol();
    const declaration = symbol && declarationOf(symbol);
    // Of an array, what it holds; of its methods, nothing.
    checker.getTypeArguments(type as ts.TypeReference).forEach(look);
    if (!declaration || declaration.getSourceFile().isDeclarationFile) return;
    if (symbol.flags & ts.SymbolFlags.Class) found.add(symbol);
    for (const property of checker.getPropertiesOfType(type)) {
      const at = declarationOf(property);
      if (at && !isOfPrototype(property)) look(checker.getTypeOfSymbolAtLocation(property, at));
    }
  };
  types.forEach(look);
  return [...found];
}

const LIMIT = 200;

/** How a file knows a class: by a declaration of its own, or by an import; null where it does not. */
export function nameOfClass(
  type: ts.Symbol,
  file: ts.SourceFile,
  checker: ts.TypeChecker,
): { readonly symbol: ts.Symbol; readonly from: ImportedName | null } | null {
  if (declarationOf(type)?.getSourceFile() === file) return { symbol: type, from: null };
  const known = checker.getSymbolsInScope(file, ts.SymbolFlags.Alias | ts.SymbolFlags.Class | ts.SymbolFlags.Variable);
  for (const symbol of known) {
    const from = declarationOf(symbol)?.getSourceFile() === file ? importOf(symbol) : null;
    if (from && from.name !== '*' && resolveAlias(symbol, checker) === type) return { symbol, from };
  }
  return null;
}

const extended = new WeakMap<ts.TypeChecker, ReadonlySet<ts.Symbol>>();

/** The classes that others extend, anywhere in the program. */
function extendedClasses(checker: ts.TypeChecker): ReadonlySet<ts.Symbol> {
  const known = extended.get(checker);
  if (known) return known;
  const found = new Set<ts.Symbol>();
  const add = (type: ts.Type): void => {
    const symbol = type.getSymbol();
    if (symbol) found.add(symbol);
    if (type.isUnionOrIntersection()) type.types.forEach(add);
  };
  const look = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const symbol = checker.getSymbolAtLocation(node);
      if (symbol) found.add(resolveAlias(symbol, checker));
    }
    ts.forEachChild(node, look);
  };
  for (const file of filesBehind(checker)) {
    for (const clause of extendsClausesOf(file)) {
      add(checker.getTypeAtLocation(clause));
      look(clause.expression);
    }
  }
  extended.set(checker, found);
  return found;
}
