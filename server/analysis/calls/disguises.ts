import { ts } from 'ts-morph';
import { isAssignment, storesItsValue } from '../source/assignments.js';
import { listedBySyntax } from '../source/bySyntax.js';
import { isJavaScript } from '../source/filesBehind.js';
import { listedInProgram } from './programIndex.js';
import { isAnything, isLibrary, isNothing, isPrimitive, unwrap } from '../source/symbols.js';
import { guessesOf, rememberedWith } from '../untyped/remembering.js';

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

/** A value that is given to a place, with what both are said to be. */
interface Given {
  readonly place: ts.Type;
  readonly type: ts.Type;
  /** The place is a part of something, not a name. */
  readonly isPart?: boolean;
}

/**
 * The disguises of a program: values that it says to be plain (`new Money(3) as unknown as number`), and, in plain JavaScript, what is
 * given to variables, parts and parameters that are of another type by their first values, which nobody checks.
 *
 * @param converts whether values of a type have their own way of becoming text or a number
 */
export function disguisesIn(checker: ts.TypeChecker, converts: (type: ts.Type) => boolean): Found {
  let found = known.get(checker);
  if (!found) known.set(checker, (found = find(checker, converts)));
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
  for (const given of givenIn(checker)) {
    for (const { as, type } of disguisesAs(given, checker)) {
      if (converts(type)) add(converting, as);
      if (isAnything(type) || checker.isArrayType(type)) add(unknown, as);
    }
    // There is no more to find out.
    if (converting.anywhere) break;
  }
  return { converting, unknown };
}

/** Everything that is given to a place whose type may say something else. */
function givenIn(checker: ts.TypeChecker): readonly Given[] {
  let found = givens.get(checker);
  if (!found) {
    found = guessesOf(checker).noted(() =>
      givings(checker).flatMap((giving): readonly Given[] =>
        isCast(giving) ? [castAt(giving, checker)] : givenAt(giving, checker),
      ),
    );
    givens.set(checker, found);
  }
  return found;
}

const givens = new WeakMap<ts.TypeChecker, readonly Given[]>();

function disguisesAs({ place, type }: Given, checker: ts.TypeChecker): Disguise[] {
  if (isNothing(place) || isPrimitive(type, checker)) return [];
  if (isAnything(place)) return [{ as: null, type }];
  if (isPrimitive(place, checker)) return [{ as: checker.getNonNullableType(place), type }];
  return isAnything(type) || checker.isTypeAssignableTo(type, place) ? [] : [{ as: null, type: checker.getAnyType() }];
}

/**
 * What else an object, or a text, may be than its type says: the types of what is given to places of that type, or around such ones,
 * and of what is in it. In plain JavaScript, `const shapes = [new Circle(1)]; shapes.push(new Square(2));` is no error.
 *
 * @returns `any` among them where nothing is known of what is given
 */
export const typesInDisguise = rememberedWith((type: ts.Type, checker): readonly ts.Type[] => {
  const isNear = (one: ts.Type): boolean =>
    checker.isTypeAssignableTo(one, type) || checker.isTypeAssignableTo(type, one);
  const found = givenIn(checker).flatMap((given) => {
    // Whatever the container is called there, nobody says what is in it: `[]` is a list of what is never there.
    if (given.place.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Never))
      return given.isPart && !isAnything(given.type) ? partsOf(given.type, checker) : [];
    if (isNothing(given.place)) return [];
    if (!isAnything(given.type) && checker.isTypeAssignableTo(given.type, given.place)) return [];
    const places = partsOf(given.place, checker);
    return places.some(isNear) ? partsOf(given.type, checker) : [];
  });
  return [...new Set(found)];
});

const MOST = 40;

/** A type, and those of what is in it: of items, of entries, and of members. */
const partsOf = rememberedWith((type: ts.Type, checker): readonly ts.Type[] => {
  const found = new Set<ts.Type>();
  const visit = (part: ts.Type): void => {
    if (found.has(part) || found.size > MOST || isNothing(part)) return;
    if (part.isUnion()) return part.types.forEach(visit);
    found.add(checker.getBaseTypeOfLiteralType(part));
    if (isPrimitive(part, checker)) return;
    const declared = part.symbol?.declarations ?? [];
    if (declared.some(isLibrary)) return checker.getTypeArguments(part as ts.TypeReference).forEach(visit);
    for (const member of checker.getPropertiesOfType(part))
      if (member.flags & ts.SymbolFlags.Property) visit(checker.getTypeOfSymbol(member));
  };
  visit(type);
  return [...found];
});

type Cast = ts.AsExpression | ts.TypeAssertion;
type Giving =
  | Cast
  | ts.BinaryExpression
  | ts.VariableDeclaration
  | ts.ParenthesizedExpression
  | ts.CallExpression
  | ts.NewExpression
  | ts.ForOfStatement;

const isCast = (node: ts.Node): node is Cast => ts.isAsExpression(node) || ts.isTypeAssertionExpression(node);

const PLAIN = new Set([ts.SyntaxKind.NumberKeyword, ts.SyntaxKind.StringKeyword, ts.SyntaxKind.BigIntKeyword]);

const givings = listedInProgram(
  listedBySyntax<Giving>((node, note) => {
    if (isCast(node) && PLAIN.has(node.type.kind)) note(node);
    if (!isJavaScript(node)) return;
    const isGiving =
      ts.isCallExpression(node) ||
      ts.isNewExpression(node) ||
      // `var x = 1; var x = other;`, or a type in a comment
      (ts.isVariableDeclaration(node) &&
        (!(node.parent.flags & ts.NodeFlags.BlockScoped) || ts.getJSDocType(node) !== undefined)) ||
      (ts.isParenthesizedExpression(node) && ts.getJSDocType(node) !== undefined) ||
      (ts.isForOfStatement(node) && ts.isExpression(node.initializer)) ||
      (isAssignment(node) && storesItsValue(node));
    if (isGiving) note(node);
  }),
);

const castAt = (cast: Cast, checker: ts.TypeChecker): Given => ({
  place: checker.getTypeAtLocation(cast),
  type: checker.getTypeAtLocation(operandOf(cast).expression),
});

/** The innermost of the assertions `value as unknown as number`. */
function operandOf(cast: Cast): Cast {
  let inner = cast.expression;
  while (ts.isParenthesizedExpression(inner)) inner = inner.expression;
  return isCast(inner) ? operandOf(inner) : cast;
}

function givenAt(node: Exclude<Giving, Cast>, checker: ts.TypeChecker): Given[] {
  const typeOf = (one: ts.Node): ts.Type => checker.getTypeAtLocation(one);
  if (ts.isParenthesizedExpression(node)) return [{ place: typeOf(node), type: typeOf(unwrap(node)) }];
  if (ts.isVariableDeclaration(node))
    return node.initializer && ts.isIdentifier(node.name)
      ? givenToPlace(node.name, typeOf(node.initializer), checker)
      : [];
  if (ts.isForOfStatement(node)) {
    const item = typeOf(node.expression).getNumberIndexType() ?? checker.getAnyType();
    return ts.isExpression(node.initializer) ? givenToTarget(node.initializer, item, checker) : [];
  }
  if (!ts.isBinaryExpression(node)) return givenToCall(node, checker);
  return givenToTarget(node.left, typeOf(node.right), checker);
}

function givenToTarget(target: ts.Expression, type: ts.Type, checker: ts.TypeChecker): Given[] {
  const place = unwrap(target);
  const isPattern = ts.isArrayLiteralExpression(place) || ts.isObjectLiteralExpression(place);
  return isPattern ? givenToPattern(place, type, checker) : givenToPlace(place, type, checker);
}

/** A name of which nothing is known is no disguise: that is asked for where it is used. */
const givenToPlace = (place: ts.Node, type: ts.Type, checker: ts.TypeChecker): Given[] => {
  const said = checker.getTypeAtLocation(place);
  if (ts.isIdentifier(place)) return isAnything(said) ? [] : [{ place: said, type }];
  const owner = ts.isElementAccessExpression(place) ? checker.getTypeAtLocation(place.expression) : null;
  return [{ place: isAnything(said) ? (owner?.getNumberIndexType() ?? said) : said, type, isPart: true }];
};

/** What `[a, b.c] = list` and `({ a } = object)` give. */
function givenToPattern(
  pattern: ts.ArrayLiteralExpression | ts.ObjectLiteralExpression,
  whole: ts.Type,
  checker: ts.TypeChecker,
): Given[] {
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

function givenToCall(call: ts.CallExpression | ts.NewExpression, checker: ts.TypeChecker): Given[] {
  const values = (call.arguments ?? []).map((one) => typeGivenBy(one, checker));
  if (values.every((type) => isPrimitive(type, checker))) return [];
  const callee = call.expression.getText();
  const [first, ...others] = values;
  if (first && /\.assign$/.test(callee)) return others.flatMap((from) => givenToParts(first, from, checker));
  // Whatever these hand on, they hand on unseen.
  if (HANDING_ON.test(callee)) return values.map((type) => ({ place: checker.getAnyType(), type }));
  const parameters = checker.getResolvedSignature(call)?.getParameters() ?? [];
  return values.flatMap((type, k) => {
    const parameter = parameters[Math.min(k, parameters.length - 1)];
    if (!parameter) return isAdding(call.expression) ? givenToContainer(call.expression, type, checker) : [];
    const place = checker.getTypeOfSymbolAtLocation(parameter, call);
    const { valueDeclaration } = parameter;
    const isRest = valueDeclaration && ts.isParameter(valueDeclaration) && valueDeclaration.dotDotDotToken;
    const item = isRest ? (place.getNumberIndexType() ?? place) : place;
    return isAnything(item)
      ? givenToContainer(call.expression, type, checker)
      : [{ place: item, type, isPart: isAdding(call.expression) }];
  });
}

const ADDING = /^(push|unshift|splice|fill|set|add)$/;

const isAdding = (callee: ts.Expression): callee is ts.PropertyAccessExpression =>
  ts.isPropertyAccessExpression(callee) && ADDING.test(callee.name.text);

/** What `list.push(value)` gives to a list of which a signature says that it may hold anything. */
function givenToContainer(callee: ts.Expression, type: ts.Type, checker: ts.TypeChecker): Given[] {
  const anything = checker.getAnyType();
  if (!isAdding(callee)) return [{ place: anything, type }];
  const container = checker.getTypeAtLocation(callee.expression);
  const item = container.getNumberIndexType() ?? checker.getTypeArguments(container as ts.TypeReference).at(-1);
  return [{ place: item ?? anything, type, isPart: true }];
}

const HANDING_ON = /\.(call|apply|bind|definePropert(y|ies))$|^Reflect\.set$/;

const typeGivenBy = (argument: ts.Expression, checker: ts.TypeChecker): ts.Type =>
  ts.isSpreadElement(argument)
    ? (checker.getTypeAtLocation(argument.expression).getNumberIndexType() ?? checker.getAnyType())
    : checker.getTypeAtLocation(argument);

/** What `Object.assign(target, source)` gives. */
function givenToParts(target: ts.Type, source: ts.Type, checker: ts.TypeChecker): Given[] {
  if (isAnything(source)) return [{ place: checker.getAnyType(), type: source }];
  return source.getProperties().flatMap((part) => {
    const place = target.getProperty(part.getName());
    return place ? [{ place: checker.getTypeOfSymbol(place), type: checker.getTypeOfSymbol(part) }] : [];
  });
}
