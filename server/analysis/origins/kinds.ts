import { ts } from 'ts-morph';
import { typedArrayName } from '../../forms/iteration.js';
import { classesBelow } from '../calls/classesBelow.js';
import { isLibrary, isNothing, isPrimitive } from '../source/symbols.js';
import { rememberedWith } from '../untyped/remembering.js';

/** What the objects that a value of a type may be or hold are; null where they may be anything. */
type Parts = readonly Part[] | null;

interface Part {
  readonly type: ts.Type;
  /** `memory`: typed arrays, and what they view; `object`: whatever has the properties that its type says. */
  readonly kind: 'memory' | 'array' | 'Map' | 'Set' | 'Date' | 'object';
}

const MOST = 60;
const KNOWN = /^(Map|Set|Date)$/;

/**
 * Whether nothing reachable from a value of one type can be reachable from the other: numbers in arrays and strings in arrays, say.
 * An object may be of a class below the one that its type says.
 */
export function kindsDiffer(a: readonly ts.Type[], b: readonly ts.Type[], checker: ts.TypeChecker): boolean {
  if ([...a, ...b].some(isNothing)) return false;
  return a.every((one) =>
    b.every((other) => {
      const [left, right] = [partsOf(one, checker), partsOf(other, checker)];
      return left !== null && right !== null && !left.some((p) => right.some((q) => mayBeOne(p, q, checker)));
    }),
  );
}

const partsOf = rememberedWith((type: ts.Type, checker): Parts => {
  const found = new Map<ts.Type, Part>();
  const seen = new Set<ts.Type>();
  const visit = (part: ts.Type): boolean => {
    if (isNothing(part)) return false;
    if (seen.has(part) || isPrimitive(part, checker)) return true;
    seen.add(part);
    if (seen.size > MOST || part.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Instantiable))
      return false;
    if (part.isUnionOrIntersection()) return part.types.every((each) => isNothing(each) || visit(each));
    const kind = kindOf(part, checker);
    found.set(part, { type: part, kind });
    return heldBy(part, kind, checker).every(visit) && (kind !== 'object' || classesBelow(part, checker).every(visit));
  };
  return visit(type) ? [...found.values()] : null;
});

function kindOf(type: ts.Type, checker: ts.TypeChecker): Part['kind'] {
  const name = type.getSymbol()?.getName() ?? '';
  if (typedArrayName(type) || /Buffer|DataView/.test(name)) return 'memory';
  if (checker.isArrayType(type) || checker.isTupleType(type)) return 'array';
  const known = KNOWN.exec(name.replace(/^Readonly/, ''));
  return known ? (known[0] as Part['kind']) : 'object';
}

/** Types of what an object holds directly. */
function heldBy(type: ts.Type, kind: Part['kind'], checker: ts.TypeChecker): readonly ts.Type[] {
  if (kind === 'memory') return [];
  const held = [...checker.getTypeArguments(type as ts.TypeReference)];
  if (kind !== 'object') return held;
  for (const index of checker.getIndexInfosOfType(type)) held.push(index.type);
  for (const property of checker.getPropertiesOfType(type)) {
    const declaration = property.valueDeclaration;
    if (declaration && !isLibrary(declaration)) held.push(checker.getTypeOfSymbolAtLocation(property, declaration));
  }
  return held;
}

function mayBeOne(a: Part, b: Part, checker: ts.TypeChecker): boolean {
  if (a.kind === 'array' && b.kind === 'array') return meet(elementsOf(a, checker), elementsOf(b, checker));
  if (a.kind === b.kind) return true;
  if (a.kind === 'object') return mayStandFor(a.type, b, checker);
  return b.kind === 'object' && mayStandFor(b.type, a, checker);
}

/** Whether an interface, such as `ArrayLike<number>`, may be what an array, a Map or the like is called, or a class extends it. */
function mayStandFor(type: ts.Type, one: Part, checker: ts.TypeChecker): boolean {
  if (checker.isTypeAssignableTo(type, one.type)) return true;
  if (type.isClass()) return false;
  if (type.getCallSignatures().length + type.getConstructSignatures().length > 0) return false;
  const [byNumber, byText] = [ts.IndexKind.Number, ts.IndexKind.String].map((k) => checker.getIndexTypeOfType(type, k));
  if (byText) return false;
  if (byNumber && !(one.kind === 'memory' || (one.kind === 'array' && meet([byNumber], elementsOf(one, checker)))))
    return false;
  const properties = checker.getPropertiesOfType(type);
  const isThere = ({ escapedName }: ts.Symbol): boolean =>
    checker.getPropertyOfType(one.type, escapedName as string) !== undefined;
  const isNeeded = ({ flags }: ts.Symbol): boolean => (flags & ts.SymbolFlags.Optional) === 0;
  return properties.filter(isNeeded).every(isThere) && (properties.length === 0 || properties.some(isThere));
}

const elementsOf = ({ type }: Part, checker: ts.TypeChecker): readonly ts.Type[] =>
  checker.getTypeArguments(type as ts.TypeReference);

/** Whether an element may be of one list of types as well as of the other. Where there can be none, nothing says which it is. */
function meet(a: readonly ts.Type[], b: readonly ts.Type[]): boolean {
  const [left, right] = [a, b].map((types) => new Set(types.flatMap(sortsOf)));
  return left!.size === 0 || right!.size === 0 || [...left!].some((sort) => right!.has(sort));
}

/** The sorts of values of a type, null and undefined apart. */
function sortsOf(type: ts.Type): readonly string[] {
  if (type.isUnion()) return type.types.flatMap(sortsOf);
  if (isNothing(type)) return [];
  const { flags } = type;
  if (flags & ts.TypeFlags.NumberLike) return ['number'];
  if (flags & ts.TypeFlags.StringLike) return ['string'];
  if (flags & ts.TypeFlags.BooleanLike) return ['boolean'];
  return flags & ts.TypeFlags.BigIntLike ? ['bigint'] : ['other'];
}
