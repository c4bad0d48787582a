import { ts } from 'ts-morph';
import { isPrimitive } from './symbols.js';

/** Whether a value of one type may be the same object as one of the other: either can stand for the other. */
export function mayBeSameObject(a: ts.Type, b: ts.Type, checker: ts.TypeChecker): boolean {
  if (isPrimitive(a, checker) || isPrimitive(b, checker)) return false;
  if (checker.isTypeAssignableTo(a, b) || checker.isTypeAssignableTo(b, a)) return true;
  return mayBecome(a, b, checker) || mayBecome(b, a, checker);
}

/** Whether a type of a generic function or class, `T` or `T[]`, may be another one where that is called or made. */
function mayBecome(type: ts.Type, other: ts.Type, checker: ts.TypeChecker): boolean {
  if (type.flags & ts.TypeFlags.Instantiable) {
    const limit = checker.getBaseConstraintOfType(type);
    return !limit || limit.flags & ts.TypeFlags.Unknown
      ? true
      : limit !== type && mayBeSameObject(limit, other, checker);
  }
  const parts = checker.getTypeArguments(type as ts.TypeReference);
  return type.getSymbol() === other.getSymbol() && parts.some((part) => (part.flags & ts.TypeFlags.Instantiable) !== 0);
}

/** Whether an object of type `whole` may hold, at any depth, an object of type `part`. What nothing is known of may hold anything. */
export function mayHold(whole: ts.Type, part: ts.Type, checker: ts.TypeChecker): boolean {
  const seen = new Set<ts.Type>();
  const visit = (type: ts.Type): boolean => {
    if (seen.has(type) || isPrimitive(type, checker)) return false;
    seen.add(type);
    if (seen.size > 60 || type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.TypeParameter))
      return true;
    if (type.isUnionOrIntersection()) return type.types.some(visit);
    return partsOf(type, checker).some((inner) => mayBeSameObject(inner, part, checker) || visit(inner));
  };
  return visit(whole);
}

/** Types of what an object holds directly: elements, keys, values, fields. */
function partsOf(type: ts.Type, checker: ts.TypeChecker): ts.Type[] {
  const parts = [...checker.getTypeArguments(type as ts.TypeReference)];
  for (const kind of [ts.IndexKind.Number, ts.IndexKind.String]) {
    const element = checker.getIndexTypeOfType(type, kind);
    if (element) parts.push(element);
  }
  for (const property of checker.getPropertiesOfType(type)) {
    const declaration = property.valueDeclaration;
    if (declaration && !declaration.getSourceFile().isDeclarationFile)
      parts.push(checker.getTypeOfSymbolAtLocation(property, declaration));
  }
  return parts;
}
