import { ts } from 'ts-morph';
import { returnedValues } from '../source/functions.js';
import { noteCallee } from './effectsOfCalls.js';
import type { EffectWalk } from './effectWalk.js';
import { canBeTold, noteItemAccessors, noteMayRun } from './definedAccessors.js';
import { functionIn, membersInPlace, membersTogether, underSymbol } from '../calls/overrides.js';
import { type Disguises, disguisesIn } from '../calls/disguises.js';
import { isAnything, isGenerator, isPlainByForm, isPrimitive, unwrap } from '../source/symbols.js';
import { guessesOf } from '../untyped/remembering.js';

/** Methods that run where an object is made into text or a number, without being named. */
const CONVERSIONS = ['toString', 'toLocaleString', 'valueOf', 'toJSON', 'toPrimitive'];

/**
 * Notes that the program's own way of making an object, or what is in it, into text or a number may do anything.
 *
 * @param throughout its parts are made into text as well, as JSON does; of lists, the items always are
 */
export function noteConversion(walk: EffectWalk, expression: ts.Expression, throughout = false): void {
  const { checker } = walk;
  const type = checker.getTypeAtLocation(expression);
  if (isPrimitive(type, checker)) return noteDisguised(walk, expression);
  noteOwnMethod(walk, expression, CONVERSIONS);
  // What nothing is known of may be any object of the program.
  const methods = membersTogether(CONVERSIONS, expression.getSourceFile(), checker);
  if (methods.length > 0 && holdsAnything(type, checker, throughout))
    for (const method of methods) noteMayRun(walk, functionIn(method), expression);
}

/** What stands between brackets and names a property: an object is made into text. */
export function noteKey(walk: EffectWalk, key: ts.Expression): void {
  walk.visit(key);
  if (!walk.writesOnly && !isPlainByForm(key) && !isPrimitive(walk.checker.getTypeAtLocation(key), walk.checker))
    noteConversion(walk, key);
}

/** Whether nothing is known of a value, of an item in it or, `throughout`, of any part. */
function holdsAnything(type: ts.Type, checker: ts.TypeChecker, throughout: boolean, depth = 0): boolean {
  // A list that is empty at first is one of nothing, to the compiler.
  if (isAnything(type) || type.flags & ts.TypeFlags.Never || depth > 6) return true;
  if (isPrimitive(type, checker)) return false;
  if (type.isUnionOrIntersection()) return type.types.some((one) => holdsAnything(one, checker, throughout, depth + 1));
  const item = type.getNumberIndexType();
  if (item) return holdsAnything(item, checker, throughout, depth + 1);
  if (!throughout) return false;
  return checker
    .getPropertiesOfType(type)
    .some((part) => holdsAnything(checker.getTypeOfSymbol(part), checker, throughout, depth + 1));
}

/** Notes the same of a plain value that may be another one in disguise: `new Money(3) as unknown as number`. */
function noteDisguised(walk: EffectWalk, expression: ts.Expression): void {
  const { checker } = walk;
  const methods = membersTogether(CONVERSIONS, expression.getSourceFile(), checker);
  if (!methods.some((method) => canBeTold(functionIn(method), walk))) return;
  const there = originalOf(walk);
  const type = plainTypeIn(there, checker.getTypeAtLocation(expression), checker);
  const { converting, unknown } = disguisesIn(there, (one) => ownMethods(one, CONVERSIONS, there).length > 0);
  const isAmong = (places: Disguises): boolean =>
    places.anywhere ||
    guessesOf(checker).noted(() => [...places.as].some((one) => !type || there.isTypeAssignableTo(one, type)));
  if (isAmong(converting)) walk.note('unknown-call', expression, expression.getText());
  else if (isAmong(unknown)) for (const method of methods) noteMayRun(walk, functionIn(method), expression);
}

/** The checker of the program that this one is like: what is given there to places is given here, and is found out once. */
function originalOf({ checker, summaries }: EffectWalk): ts.TypeChecker {
  let [original, like] = [checker, summaries.like];
  while (like) [original, like] = [like.checker, like.summaries.like];
  return original;
}

/** A type of plain values as another checker has it; null where that is not to be told. */
function plainTypeIn(there: ts.TypeChecker, type: ts.Type, checker: ts.TypeChecker): ts.Type | null {
  if (there === checker) return type;
  const { flags } = checker.getBaseTypeOfLiteralType(type);
  if (flags & ts.TypeFlags.EnumLike) return null;
  if (flags & ts.TypeFlags.Number) return there.getNumberType();
  if (flags & ts.TypeFlags.String) return there.getStringType();
  if (flags & ts.TypeFlags.BigInt) return there.getBigIntType();
  return flags & ts.TypeFlags.Boolean ? there.getBooleanType() : null;
}

/** Notes that methods of some names, or under the symbols of these names, may do anything, where the program has them. */
export function noteOwnMethod(walk: EffectWalk, expression: ts.Expression, names: readonly string[]): void {
  const type = walk.checker.getTypeAtLocation(expression);
  if (isPrimitive(type, walk.checker)) return;
  // What nothing is known of may be any object of the program that is asked under a well-known symbol.
  if (isAnything(type))
    for (const method of membersTogether(names.map(underSymbol), expression.getSourceFile(), walk.checker))
      noteMayRun(walk, functionIn(method), expression);
  for (const part of withItems(type)) {
    const [method] = ownMethods(part, names, walk.checker);
    if (method) walk.note('unknown-call', expression, `${expression.getText()}.${method.name.getText()}`);
  }
}

/** A type, that of its items where it is a list, that of their items where they are lists, and so on. */
function withItems(type: ts.Type, depth = 0): readonly ts.Type[] {
  const item = depth < 6 ? type.getNumberIndexType() : undefined;
  return item ? [type, ...withItems(item, depth + 1)] : [type];
}

/** Notes what walking over an object runs that says itself how that is done. */
export function noteIterated(walk: EffectWalk, expression: ts.Expression): void {
  const type = walk.checker.getTypeAtLocation(expression);
  if (isPrimitive(type, walk.checker)) return;
  noteItemAccessors(walk, expression, expression);
  const own = walk.checker.isArrayType(type) ? [] : ownMethods(type, ['iterator', 'asyncIterator'], walk.checker);
  const others = ['iterator', 'asyncIterator'].flatMap((name) =>
    membersInPlace(expression, underSymbol(name), walk.checker),
  );
  for (const method of new Set<ts.Node & { readonly kind: ts.SyntaxKind }>([...own, ...others])) {
    const isFollowed =
      ts.isMethodDeclaration(method) &&
      (isGenerator(method) || returnedValues(method).every((value) => ts.isObjectLiteralExpression(unwrap(value))));
    if (!isFollowed) walk.note('unknown-call', expression, expression.getText());
    else
      noteCallee(walk, { kind: 'program', functions: [method], closure: null, receiver: expression }, expression, []);
  }
}

/** Notes what waiting for an object runs that the program lets be waited for. */
export function noteAwaited(walk: EffectWalk, expression: ts.Expression): void {
  noteOwnMethod(walk, expression, ['then']);
  const [method] = membersInPlace(expression, 'then', walk.checker);
  if (method) walk.note('unknown-call', expression, expression.getText());
}

type OwnMember = ts.NamedDeclaration & { readonly name: ts.DeclarationName };

/** The program's own members of some names, or under the well-known symbols of these names. */
function ownMethods(type: ts.Type, names: readonly string[], checker: ts.TypeChecker): OwnMember[] {
  const parts = type.isUnionOrIntersection() ? type.types : [type];
  return parts.flatMap((part) =>
    checker
      .getPropertiesOfType(part)
      .filter(({ escapedName }) => names.includes(/^__@(\w+)@/.exec(String(escapedName))?.[1] ?? String(escapedName)))
      .flatMap(({ declarations }) => declarations ?? [])
      .filter((d): d is OwnMember => !d.getSourceFile().isDeclarationFile && 'name' in d),
  );
}
