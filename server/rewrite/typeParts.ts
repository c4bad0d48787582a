import { ts } from 'ts-morph';
import { declarationOf } from '../analysis/source/symbols.js';

/** Writes a type that is a part of others. */
type Write = (type: ts.Type, within: readonly ts.Type[]) => string;

/**
 * A type by what it consists of, where its name is known to a function alone: `{ name: string; size: number }` for `Row`.
 *
 * @param within the types that this one is a part of
 * @returns null where no text would be as good: of functions, classes, type parameters
 */
export function typeParts(
  type: ts.Type,
  at: ts.Node,
  checker: ts.TypeChecker,
  within: readonly ts.Type[],
  write: Write,
): string | null {
  if (within.includes(type) || within.length >= DEEPEST) return null;
  const part = (one: ts.Type): string => write(one, [...within, type]);
  if (type.isUnion() && !(type.flags & ts.TypeFlags.EnumLike)) {
    const nothing = ts.TypeFlags.Null | ts.TypeFlags.Undefined;
    const inOrder = [...type.types].sort((a, b) => Number(!!(a.flags & nothing)) - Number(!!(b.flags & nothing)));
    const texts = [...new Set(inOrder.map((one) => (isFunction(one) ? `(${part(one)})` : part(one))))];
    return texts.includes('any') ? null : texts.join(' | ').replace(/\bfalse \| true\b/, 'boolean');
  }
  if (!(type.flags & ts.TypeFlags.Object) || isFunction(type)) return null;
  if (checker.isTupleType(type)) return null;
  const inside = checker.getTypeArguments(type as ts.TypeReference);
  const symbol = type.getSymbol();
  const isNamed = symbol !== undefined && !(symbol.flags & ts.SymbolFlags.TypeLiteral);
  const isOfLibrary = isNamed && symbol.declarations?.every((d) => d.getSourceFile().isDeclarationFile) === true;
  if (isOfLibrary && inside.length > 0) return `${symbol.getName()}<${inside.map(part).join(', ')}>`;
  if (isOfLibrary || (symbol && symbol.flags & ts.SymbolFlags.Class)) return null;
  if (checker.getIndexInfosOfType(type).length > 0) return null;
  const properties: string[] = [];
  for (const property of checker.getPropertiesOfType(type)) {
    const name = property.getName();
    if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) || name.startsWith('__@')) return null;
    const declaration = declarationOf(property);
    const isReadonly = declaration && ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Readonly;
    const optional = property.flags & ts.SymbolFlags.Optional ? '?' : '';
    const text = part(checker.getTypeOfSymbolAtLocation(property, at));
    properties.push(`${isReadonly ? 'readonly ' : ''}${name}${optional}: ${text}`);
  }
  return properties.length > 0 ? `{ ${properties.join('; ')} }` : null;
}

/** Parts of parts beyond which no one would read the text. */
const DEEPEST = 5;

const isFunction = (type: ts.Type): boolean =>
  type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0;
