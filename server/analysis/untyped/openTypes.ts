import { ts } from 'ts-morph';

/** Whether a type depends on type parameters that a call would have to settle. */
export function isOpen(type: ts.Type, checker: ts.TypeChecker, depth = 0): boolean {
  if (type.flags & (ts.TypeFlags.TypeParameter | ts.TypeFlags.Any)) return true;
  if (depth > 3) return false;
  if (type.isUnionOrIntersection()) return type.types.some((part) => isOpen(part, checker, depth + 1));
  const isReference =
    (type.flags & ts.TypeFlags.Object) !== 0 && ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0;
  return (
    isReference && checker.getTypeArguments(type as ts.TypeReference).some((part) => isOpen(part, checker, depth + 1))
  );
}
