import { ts } from 'ts-morph';
import { listedBySyntax } from '../source/bySyntax.js';
import { returnedValues } from '../source/functions.js';
import { noteCallee } from './effectsOfCalls.js';
import type { EffectWalk } from './effectWalk.js';
import { noteItemAccessors, noteMayRun } from './definedAccessors.js';
import { functionIn, membersInPlace, membersTogether, underSymbol } from '../calls/overrides.js';
import { listedInProgram } from '../calls/programIndex.js';
import { isAnything, isGenerator, isPrimitive, unwrap } from '../source/symbols.js';
import { guessesOf } from '../untyped/remembering.js';

/** Methods that run where an object is made into text or a number, without being named. */
const CONVERSIONS = ['toString', 'valueOf', 'toJSON', 'toPrimitive'];

/** Notes that the program's own way of making an object, or the items of a list, into text or a number may do anything. */
export function noteConversion(walk: EffectWalk, expression: ts.Expression): void {
  const { checker } = walk;
  const type = checker.getTypeAtLocation(expression);
  noteOwnMethod(walk, expression, CONVERSIONS);
  // What nothing is known of may be any object of the program.
  const item = type.getNumberIndexType();
  if (isAnything(type) || (item && isAnything(item)))
    for (const method of membersTogether(CONVERSIONS, expression.getSourceFile(), checker))
      noteMayRun(walk, functionIn(method), expression);
}

/** Notes the same of a plain value that the program says an object, or anything, to be: `new Money(3) as unknown as number`. */
export function noteDisguised(walk: EffectWalk, expression: ts.Expression): void {
  const { checker } = walk;
  const casts = castsToPlain(checker);
  const methods = casts.length > 0 ? membersTogether(CONVERSIONS, expression.getSourceFile(), checker) : [];
  if (methods.length === 0) return;
  const type = checker.getTypeAtLocation(expression);
  const said = guessesOf(checker).noted(() =>
    casts
      .filter((cast) => checker.isTypeAssignableTo(checker.getTypeAtLocation(cast), type))
      .map((cast) => checker.getTypeAtLocation(operandOf(cast).expression)),
  );
  if (said.some((one) => ownMethods(one, CONVERSIONS, checker).length > 0))
    walk.note('unknown-call', expression, expression.getText());
  else if (said.some(isAnything)) for (const method of methods) noteMayRun(walk, functionIn(method), expression);
}

const unwrapParentheses = (node: ts.Expression): ts.Expression =>
  ts.isParenthesizedExpression(node) ? unwrapParentheses(node.expression) : node;

type Cast = ts.AsExpression | ts.TypeAssertion;

const isCast = (node: ts.Node): node is Cast => ts.isAsExpression(node) || ts.isTypeAssertionExpression(node);

/** The innermost of the assertions `value as unknown as number`. */
function operandOf(cast: Cast): Cast {
  const inner = unwrapParentheses(cast.expression);
  return isCast(inner) ? operandOf(inner) : cast;
}

const PLAIN = new Set([ts.SyntaxKind.NumberKeyword, ts.SyntaxKind.StringKeyword, ts.SyntaxKind.BigIntKeyword]);

const castsToPlain = listedInProgram(
  listedBySyntax<Cast>((node, note) => {
    if (isCast(node) && PLAIN.has(node.type.kind)) note(node);
  }),
);

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
