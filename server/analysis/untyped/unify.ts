import { ts } from 'ts-morph';

/**
 * Makes one type of several: null where one of them is not known, or where they differ. `undefined` and `null` are left
 * aside: nothing runs on them but an error.
 */
export type Unify = (types: readonly (ts.Type | null)[]) => ts.Type | null;

/** @param inferSymbol the type of a property, also where the checker does not know it */
export function createUnify(checker: ts.TypeChecker, inferSymbol: (symbol: ts.Symbol) => ts.Type | null): Unify {
  const wide = (type: ts.Type): ts.Type => checker.getBaseTypeOfLiteralType(type);

  /** Whether two types are of one shape; functions in it have to be the same ones, since they are called. */
  function isSame(a: ts.Type, b: ts.Type, depth: number): boolean {
    if (a === b) return true;
    if (depth > 4 || (a.flags | b.flags) & ts.TypeFlags.Any) return false;
    if (checker.isArrayType(a) && checker.isArrayType(b)) {
      const [first, second] = [a, b].map((t) => checker.getIndexTypeOfType(t, ts.IndexKind.Number));
      return first !== undefined && second !== undefined && isSame(wide(first), wide(second), depth + 1);
    }
    const isLiteral = (type: ts.Type): boolean => type.symbol?.getName() === '__object';
    if (!isLiteral(a) || !isLiteral(b)) return false;
    const [inA, inB] = [checker.getPropertiesOfType(a), checker.getPropertiesOfType(b)];
    return (
      inA.length === inB.length &&
      inA.every((property) => {
        const other = checker.getPropertyOfType(b, property.getName());
        const [one, two] = [inferSymbol(property), other ? inferSymbol(other) : null];
        return one !== null && two !== null && isSame(wide(one), wide(two), depth + 1);
      })
    );
  }

  return (types) => {
    let whole: ts.Type | null = null;
    for (const type of types) {
      if (!type) return null;
      if (type.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null | ts.TypeFlags.Void)) continue;
      const wider = wide(checker.getNonNullableType(type));
      if (whole && !isSame(whole, wider, 0)) return null;
      whole ??= wider;
    }
    return whole;
  };
}
