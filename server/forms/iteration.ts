import { ts } from 'ts-morph';
import { isAsync, isGlobal } from '../analysis/source/symbols.js';

const COLLECTIONS = new Set(['Map', 'ReadonlyMap', 'Set', 'ReadonlySet']);
/** Names of the classes of typed arrays. */
export const TYPED_ARRAY =
  /^(Int8|Uint8|Uint8Clamped|Int16|Uint16|Int32|Uint32|Float32|Float64|BigInt64|BigUint64)Array$/;

/** How a collection is iterated, by its type. */
export type IterationKind = 'array' | 'typed-array' | 'string' | 'collection' | 'view' | 'generator' | 'unknown';

/**
 * What `for…of` meets when it walks `expression`.
 * `view` is `xs.entries()`, `keys()` or `values()` asked for on the spot: such an iterator has no effects of its own, and
 * nobody else can move it. `generator` is a call of a generator of the program, `walk(tree)`: what that does has to be looked at.
 */
export function iterationKind(expression: ts.Expression, checker: ts.TypeChecker): IterationKind {
  if (ts.isCallExpression(expression) && ts.isPropertyAccessExpression(expression.expression)) {
    const { expression: receiver, name } = expression.expression;
    if (/^(entries|keys|values)$/.test(name.text) && !ts.isOptionalChain(expression)) {
      const kind = kindOfType(checker.getTypeAtLocation(receiver), checker);
      if (kind === 'array' || kind === 'typed-array' || kind === 'collection') return 'view';
    }
  }
  return isGeneratorCall(expression, checker)
    ? 'generator'
    : kindOfType(checker.getTypeAtLocation(expression), checker);
}

/** Why the items of something whose kind is unknown cannot be read ahead. */
export function whyUnknown(
  expression: ts.Expression,
  checker: ts.TypeChecker,
): 'unknown-type' | 'unsupported-iterator' {
  return checker.getTypeAtLocation(expression).flags & ts.TypeFlags.Any ? 'unknown-type' : 'unsupported-iterator';
}

/**
 * Whether an expression calls a function or method of the program that is a generator; another may stand in a method's place.
 *
 * @param awaits an `async` one
 */
export function isGeneratorCall(expression: ts.Expression, checker: ts.TypeChecker, awaits = false): boolean {
  if (!ts.isCallExpression(expression) || ts.isOptionalChain(expression)) return false;
  const made = checker.getResolvedSignature(expression)?.declaration;
  return (
    made !== undefined &&
    (ts.isFunctionDeclaration(made) || ts.isFunctionExpression(made) || ts.isMethodDeclaration(made)) &&
    made.asteriskToken !== undefined &&
    made.body !== undefined &&
    isAsync(made) === awaits
  );
}

/** Name of the typed array class of a type, or null. */
export function typedArrayName(type: ts.Type): string | null {
  const name = type.getSymbol()?.getName() ?? '';
  return TYPED_ARRAY.test(name) ? name : null;
}

/** Whether values of a type are of Node's `Buffer`: a typed array whose `slice` is a view, whatever its type is in declarations. */
export const isBuffer = (type: ts.Type): boolean => type.getSymbol()?.getName() === 'Buffer';

/** Whether values of a type view memory that others may view as well, and hold numbers: typed arrays, Buffers. */
export const isTyped = (type: ts.Type): boolean => typedArrayName(type) !== null || isBuffer(type);

/** Whether an expression, or the constant that it names, is made by a class itself: `new C(…)`, `C.from(…)`. */
export function isMadeAs(name: string, expression: ts.Expression, checker: ts.TypeChecker): boolean {
  if (ts.isNewExpression(expression)) return expression.expression.getText() === name;
  if (ts.isCallExpression(expression)) return /^(\w+)\.(from|of)$/.exec(expression.expression.getText())?.[1] === name;
  if (!ts.isIdentifier(expression)) return false;
  const declaration = checker.getSymbolAtLocation(expression)?.valueDeclaration;
  return (
    declaration !== undefined &&
    ts.isVariableDeclaration(declaration) &&
    (declaration.parent.flags & ts.NodeFlags.Const) !== 0 &&
    declaration.initializer !== undefined &&
    isMadeAs(name, declaration.initializer, checker)
  );
}

/** Which of the language's collections a type is; null for others, classes of the program that extend one included. */
export function collectionName(type: ts.Type): 'Map' | 'Set' | null {
  const symbol = type.getSymbol();
  if (!symbol || !COLLECTIONS.has(symbol.getName()) || !isGlobal(symbol)) return null;
  return symbol.getName().endsWith('Map') ? 'Map' : 'Set';
}

function kindOfType(type: ts.Type, checker: ts.TypeChecker): IterationKind {
  if (type.isUnion()) {
    const kinds = new Set(type.types.map((part) => kindOfType(part, checker)));
    return kinds.size === 1 ? [...kinds][0]! : 'unknown';
  }
  if (type.flags & ts.TypeFlags.StringLike) return 'string';
  if (checker.isArrayType(type) || checker.isTupleType(type)) return 'array';
  if (typedArrayName(type)) return 'typed-array';
  return collectionName(type) ? 'collection' : 'unknown';
}
