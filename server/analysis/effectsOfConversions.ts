import { ts } from 'ts-morph';
import { returnedValues } from './functions.js';
import { noteCallee } from './effectsOfCalls.js';
import type { EffectWalk } from './effectWalk.js';
import { noteItemAccessors } from './definedAccessors.js';
import { membersInPlace, underSymbol } from './overrides.js';
import { isGenerator, isPrimitive, unwrap } from './symbols.js';

/** Methods that run where an object is made into text or a number, without being named. */
const CONVERSIONS = ['toString', 'valueOf', 'toJSON', 'toPrimitive'];

/** Notes that the program's own way of making an object, or the items of a list, into text or a number may do anything. */
export function noteConversion(walk: EffectWalk, expression: ts.Expression): void {
  noteOwnMethod(walk, expression, CONVERSIONS);
}

/** Notes that methods of some names, or under the symbols of these names, may do anything, where the program has them. */
export function noteOwnMethod(walk: EffectWalk, expression: ts.Expression, names: readonly string[]): void {
  const type = walk.checker.getTypeAtLocation(expression);
  if (isPrimitive(type, walk.checker)) return;
  const item = type.getNumberIndexType();
  for (const part of item ? [type, item] : [type]) {
    const [method] = ownMethods(part, names, walk.checker);
    if (method) walk.note('unknown-call', expression, `${expression.getText()}.${method.name.getText()}`);
  }
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
