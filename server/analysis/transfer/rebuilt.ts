import { ts } from 'ts-morph';
import { importOf, type ImportedName } from '../source/importedNames.js';
import { declarationOf, resolveAlias } from '../source/symbols.js';
import { imitatorOf } from './imitators.js';
import { filesBehind } from '../source/filesBehind.js';
import { extendsClausesOf } from '../source/fileNames.js';

/**
 * Why instances of a class cannot be made again in a worker of the properties that a structured clone keeps; null where they can.
 * A class that extends another, or that others extend, needs its whole family: any of their methods may be the one that runs.
 */
export function whyNotRebuilt(symbol: ts.Symbol, checker: ts.TypeChecker): string | null {
  const family = familyOf(symbol, checker);
  if (!family)
    return `an instance of class \`${symbol.getName()}\`, which is extended in a way that cannot be followed`;
  const declarations = family.flatMap((one) => one.declarations ?? []);
  for (const one of family) {
    const why = whyNotMadeAgain(one, declarations, checker);
    if (why) return why;
  }
  return null;
}

function whyNotMadeAgain(symbol: ts.Symbol, family: readonly ts.Node[], checker: ts.TypeChecker): string | null {
  const [declaration, more] = symbol.declarations ?? [];
  const name = symbol.getName();
  const instance = `an instance of class \`${name}\``;
  if (!declaration || more || !ts.isClassDeclaration(declaration) || !declaration.name) return instance;
  const source = declaration.getSourceFile();
  if (source.isDeclarationFile || declaration.parent !== source) return instance;
  const imitator = imitatorOf(symbol, declaration, family, checker);
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
    if (symbol.flags & ts.SymbolFlags.Class && !found.has(symbol)) {
      found.add(symbol);
      for (const relative of familyOf(symbol, checker) ?? []) look(checker.getDeclaredTypeOfSymbol(relative));
    }
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

/** What the classes of a program extend. */
interface Families {
  /** The classes that extend one, and the one that it extends. */
  readonly related: ReadonlyMap<ts.Symbol, ReadonlySet<ts.Symbol>>;
  /** Those that are extended, or extend something, in a way that cannot be followed. */
  readonly odd: ReadonlySet<ts.Symbol>;
}

const families = new WeakMap<ts.TypeChecker, Families>();

/** A class with all those that it extends and that extend it, anywhere in the program; null where some of them cannot be known. */
export function familyOf(symbol: ts.Symbol, checker: ts.TypeChecker): readonly ts.Symbol[] | null {
  let known = families.get(checker);
  if (!known) families.set(checker, (known = findFamilies(checker)));
  const { related, odd } = known;
  const family = new Set([symbol]);
  for (const one of family) for (const other of related.get(one) ?? []) family.add(other);
  return [...family].some((one) => odd.has(one)) ? null : [...family];
}

function findFamilies(checker: ts.TypeChecker): Families {
  const related = new Map<ts.Symbol, Set<ts.Symbol>>();
  const odd = new Set<ts.Symbol>();
  const relate = (one: ts.Symbol, other: ts.Symbol): void =>
    void related.set(one, (related.get(one) ?? new Set()).add(other));
  const add = (type: ts.Type): void => {
    const symbol = type.getSymbol();
    if (symbol) odd.add(symbol);
    if (type.isUnionOrIntersection()) type.types.forEach(add);
  };
  const look = (node: ts.Node): void => {
    const symbol = ts.isIdentifier(node) ? checker.getSymbolAtLocation(node) : undefined;
    if (symbol) odd.add(resolveAlias(symbol, checker));
    ts.forEachChild(node, look);
  };
  for (const file of filesBehind(checker)) {
    for (const clause of extendsClausesOf(file)) {
      const own = clause.parent.parent;
      const name = ts.isClassLike(own) && own.name ? checker.getSymbolAtLocation(own.name) : undefined;
      const named = ts.isIdentifier(clause.expression) ? checker.getSymbolAtLocation(clause.expression) : undefined;
      const base = named && resolveAlias(named, checker);
      const declaration = base && declarationOf(base);
      if (name && declaration && ts.isClassDeclaration(declaration) && !declaration.getSourceFile().isDeclarationFile) {
        relate(name, base);
        relate(base, name);
      } else {
        if (name) odd.add(name);
        add(checker.getTypeAtLocation(clause));
        look(clause.expression);
      }
    }
  }
  return { related, odd };
}
