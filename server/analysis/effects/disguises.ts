import { ts } from 'ts-morph';
import { isAssignment, storesItsValue } from '../source/assignments.js';
import { listedBySyntax } from '../source/bySyntax.js';
import { isJavaScript } from '../source/filesBehind.js';
import { listedInProgram } from '../calls/programIndex.js';
import { isAnything, isNothing, isPrimitive, unwrap } from '../source/symbols.js';
import { guessesOf } from '../untyped/remembering.js';

/** A value in a place whose type says something else: an object where a number is expected, say. */
interface Disguise {
  /** What the type says; null where it may be anything. */
  readonly as: ts.Type | null;
  /** What the value is. */
  readonly type: ts.Type;
}

/** What the places of some disguises are said to be. */
export interface Disguises {
  readonly as: ReadonlySet<ts.Type>;
  /** Some may be in any place. */
  readonly anywhere: boolean;
}

/**
 * The disguises of a program: values that it says to be plain (`new Money(3) as unknown as number`), and, in plain JavaScript, what is
 * given to variables, parts and parameters that are of another type by their first values, which nobody checks.
 *
 * @param converts whether values of a type have their own way of becoming text or a number
 */
export function disguisesIn(checker: ts.TypeChecker, converts: (type: ts.Type) => boolean): Found {
  let found = known.get(checker);
  if (!found) known.set(checker, (found = guessesOf(checker).noted(() => find(checker, converts))));
  return found;
}

interface Found {
  readonly converting: Disguises;
  readonly unknown: Disguises;
}

const known = new WeakMap<ts.TypeChecker, Found>();

function find(checker: ts.TypeChecker, converts: (type: ts.Type) => boolean): Found {
  const converting = { as: new Set<ts.Type>(), anywhere: false };
  const unknown = { as: new Set<ts.Type>(), anywhere: false };
  const add = (to: typeof converting, as: ts.Type | null): void => {
    if (as) to.as.add(as);
    else to.anywhere = true;
  };
  for (const giving of givings(checker)) {
    for (const { as, type } of isCast(giving) ? [castAt(giving, checker)] : givenAt(giving, checker)) {
      if (converts(type)) add(converting, as);
      if (isAnything(type) || checker.isArrayType(type)) add(unknown, as);
    }
    // There is no more to find out.
    if (converting.anywhere) break;
  }
  return { converting, unknown };
}

type Cast = ts.AsExpression | ts.TypeAssertion;
type Giving =
  | Cast
  | ts.BinaryExpression
  | ts.VariableDeclaration
  | ts.ParenthesizedExpression
  | ts.CallExpression
  | ts.NewExpression;

const isCast = (node: ts.Node): node is Cast => ts.isAsExpression(node) || ts.isTypeAssertionExpression(node);

const PLAIN = new Set([ts.SyntaxKind.NumberKeyword, ts.SyntaxKind.StringKeyword, ts.SyntaxKind.BigIntKeyword]);

const givings = listedInProgram(
  listedBySyntax<Giving>((node, note) => {
    if (isCast(node) && PLAIN.has(node.type.kind)) note(node);
    if (!isJavaScript(node)) return;
    const isGiving =
      ts.isCallExpression(node) ||
      ts.isNewExpression(node) ||
      // `var x = 1; var x = other;`
      (ts.isVariableDeclaration(node) && !(node.parent.flags & ts.NodeFlags.BlockScoped)) ||
      (ts.isParenthesizedExpression(node) && ts.getJSDocType(node) !== undefined) ||
      (isAssignment(node) && storesItsValue(node));
    if (isGiving) note(node);
  }),
);

const castAt = (cast: Cast, checker: ts.TypeChecker): Disguise => ({
  as: checker.getTypeAtLocation(cast),
  type: checker.getTypeAtLocation(operandOf(cast).expression),
});

/** The innermost of the assertions `value as unknown as number`. */
function operandOf(cast: Cast): Cast {
  let inner = cast.expression;
  while (ts.isParenthesizedExpression(inner)) inner = inner.expression;
  return isCast(inner) ? operandOf(inner) : cast;
}

function givenAt(node: Exclude<Giving, Cast>, checker: ts.TypeChecker): Disguise[] {
  const typeOf = (one: ts.Node): ts.Type => checker.getTypeAtLocation(one);
  if (ts.isParenthesizedExpression(node)) return given(typeOf(node), typeOf(unwrap(node)), checker);
  if (ts.isVariableDeclaration(node))
    return node.initializer && ts.isIdentifier(node.name)
      ? givenToPlace(node.name, typeOf(node.initializer), checker)
      : [];
  if (!ts.isBinaryExpression(node)) return givenToCall(node, checker);
  const place = unwrap(node.left);
  const isPattern = ts.isArrayLiteralExpression(place) || ts.isObjectLiteralExpression(place);
  if (isPattern) return givenToPattern(place, typeOf(node.right), checker);
  return givenToPlace(place, typeOf(node.right), checker);
}

/** A name of which nothing is known is no disguise: that is asked for where it is used. */
const givenToPlace = (place: ts.Node, type: ts.Type, checker: ts.TypeChecker): Disguise[] => {
  const said = checker.getTypeAtLocation(place);
  return ts.isIdentifier(place) && isAnything(said) ? [] : given(said, type, checker);
};

/** What `[a, b.c] = list` and `({ a } = object)` give. */
function givenToPattern(
  pattern: ts.ArrayLiteralExpression | ts.ObjectLiteralExpression,
  whole: ts.Type,
  checker: ts.TypeChecker,
): Disguise[] {
  const anything = checker.getAnyType();
  const item = checker.getIndexTypeOfType(whole, ts.IndexKind.Number) ?? anything;
  const parts = ts.isArrayLiteralExpression(pattern)
    ? pattern.elements.map((target) => [target, item] as const)
    : pattern.properties.map((property) => {
        const name = property.name && ts.isIdentifier(property.name) ? property.name.text : '';
        const part = checker.getPropertyOfType(whole, name);
        const target = ts.isPropertyAssignment(property) ? property.initializer : (property.name ?? property);
        return [target, part ? checker.getTypeOfSymbol(part) : anything] as const;
      });
  return parts.flatMap(([target, type]) => givenToPlace(target, type, checker));
}

function givenToCall(call: ts.CallExpression | ts.NewExpression, checker: ts.TypeChecker): Disguise[] {
  const values = (call.arguments ?? []).map((one) => typeGivenBy(one, checker));
  if (values.every((type) => isPrimitive(type, checker))) return [];
  const callee = call.expression.getText();
  const [first, ...others] = values;
  if (first && /\.assign$/.test(callee)) return others.flatMap((from) => givenToParts(first, from, checker));
  // Whatever these hand on, they hand on unseen.
  if (HANDING_ON.test(callee)) return values.map((type) => ({ as: null, type }));
  const parameters = checker.getResolvedSignature(call)?.getParameters() ?? [];
  return values.flatMap((type, k) => {
    const parameter = parameters[Math.min(k, parameters.length - 1)];
    if (!parameter) return [];
    const place = checker.getTypeOfSymbolAtLocation(parameter, call);
    const { valueDeclaration } = parameter;
    const isRest = valueDeclaration && ts.isParameter(valueDeclaration) && valueDeclaration.dotDotDotToken;
    return given(isRest ? (place.getNumberIndexType() ?? place) : place, type, checker);
  });
}

const HANDING_ON = /\.(call|apply|bind|definePropert(y|ies))$|^Reflect\.set$/;

const typeGivenBy = (argument: ts.Expression, checker: ts.TypeChecker): ts.Type =>
  ts.isSpreadElement(argument)
    ? (checker.getTypeAtLocation(argument.expression).getNumberIndexType() ?? checker.getAnyType())
    : checker.getTypeAtLocation(argument);

/** What `Object.assign(target, source)` gives. */
function givenToParts(target: ts.Type, source: ts.Type, checker: ts.TypeChecker): Disguise[] {
  if (isAnything(source)) return [{ as: null, type: source }];
  return source.getProperties().flatMap((part) => {
    const place = target.getProperty(part.getName());
    return place ? given(checker.getTypeOfSymbol(place), checker.getTypeOfSymbol(part), checker) : [];
  });
}

/** What a place is given that its type does not say. */
function given(place: ts.Type, type: ts.Type, checker: ts.TypeChecker): Disguise[] {
  if (isNothing(place) || isPrimitive(type, checker)) return [];
  if (isAnything(place)) return [{ as: null, type }];
  if (isPrimitive(place, checker)) return [{ as: checker.getNonNullableType(place), type }];
  return isAnything(type) || checker.isTypeAssignableTo(type, place) ? [] : [{ as: null, type: checker.getAnyType() }];
}
