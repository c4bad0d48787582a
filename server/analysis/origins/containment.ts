import { ts } from 'ts-morph';
import { isPrimitive } from '../source/symbols.js';

/** Whether a value of one type may be the same object as one of the other: either can stand for the other. */
export function mayBeSameObject(a: ts.Type, b: ts.Type, checker: ts.TypeChecker): boolean {
  if (isPrimitive(a, checker) || isPrimitive(b, checker)) return false;
  return checker.isTypeAssignableTo(a, b) || checker.isTypeAssignableTo(b, a);
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
