import { ts } from 'ts-morph';
import { noteAnyDefined, noteDefinedAccessors, noteItemAccessors, noteMayRun } from './definedAccessors.js';
import { noteCallee, noteHandedOver } from './effectsOfCalls.js';
import type { EffectWalk } from './effectWalk.js';
import { valueSet } from './valueSet.js';
import {
  accessorsOfAnything,
  ANY_ACCESSOR,
  functionIn,
  gettersTaken,
  iteratorsTaken,
  membersBehind,
  membersTogether,
} from '../calls/overrides.js';
import { isAnything, isPrimitive } from '../source/symbols.js';

type Kind = 'get' | 'set';

/** Notes what getters or setters of the program that may stand behind `o.name` or `o[k]` do; false where the property may be plain as well. */
export function runsAccessor(
  walk: EffectWalk,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  kind: Kind,
): boolean {
  const { expression: object } = node;
  const name = nameOf(node, walk.checker);
  if (name === null) {
    noteItemAccessors(walk, object, node);
    return false;
  }
  const property = name === ANY_ACCESSOR ? undefined : propertyAt(node, name, walk.checker);
  const declared = (property?.declarations ?? []).filter(isOfProgram);
  const accessors = [...declared.filter(isKind(kind)), ...accessorsBehind(object, name, kind, walk.checker)];
  const given = kind === 'set' && accessors.length > 0 ? valueSet(node) : null;
  noteAccessors(walk, accessors, object, node, given?.isWhole ? [given.value] : []);
  // Which part of it is set is not followed.
  if (given && !given.isWhole) noteHandedOver(walk, [given.value]);
  noteDefinedAccessors(walk, object, name, kind, node);
  return declared.length > 0 && declared.every(ts.isAccessor) && declared.some(isKind(kind));
}

/** What a pattern runs that takes the property `name` out of an object. */
export function noteTakenProperty(walk: EffectWalk, object: ts.Expression, name: string): void {
  if (name === ANY_ACCESSOR) return noteOwnAccessors(walk, object, 'get');
  const type = walk.checker.getTypeAtLocation(object);
  const declared = walk.checker.getPropertyOfType(type, name)?.declarations ?? [];
  noteAccessors(
    walk,
    [...declared.filter(isKind('get')), ...accessorsBehind(object, name, 'get', walk.checker)],
    object,
    object,
  );
  noteDefinedAccessors(walk, object, name, 'get', object);
}

/** What a pattern runs that takes the property `name` out of something that has no name there: an item, or a part. */
export function noteTakenPart(walk: EffectWalk, pattern: ts.Node, name: string): void {
  for (const getter of gettersTaken(pattern, name, walk.checker)) noteMayRun(walk, getter, pattern);
  noteAnyDefined(walk, name, pattern);
}

/** What a pattern of a list runs that takes apart something that has no name there. */
export function noteTakenItems(walk: EffectWalk, pattern: ts.Node): void {
  for (const method of iteratorsTaken(pattern, walk.checker)) noteMayRun(walk, functionIn(method), pattern);
}

/** A parameter that is taken apart runs getters of its type: what those do to the argument is not known here. */
export function notePatternOfParameter(walk: EffectWalk, name: ts.BindingName): void {
  if (ts.isIdentifier(name)) return;
  if (ts.isArrayBindingPattern(name)) noteTakenItems(walk, name);
  for (const element of name.elements) {
    if (ts.isOmittedExpression(element)) continue;
    if (ts.isObjectBindingPattern(name) && gettersTaken(name, takenName(element), walk.checker).length > 0)
      walk.note('unknown-call', element, element.getText());
    notePatternOfParameter(walk, element.name);
  }
}

/** The name of what a pattern takes, or that of anything. */
export function takenName({ propertyName, name, dotDotDotToken }: ts.BindingElement): string {
  const taken = propertyName ?? name;
  const isNamed = !dotDotDotToken && (ts.isIdentifier(taken) || ts.isStringLiteralLike(taken));
  return isNamed ? taken.text : ANY_ACCESSOR;
}

/** What reading, or setting, every property of an object's own runs: `{ ...object }`, `Object.assign(object, …)`. */
export function noteOwnAccessors(walk: EffectWalk, object: ts.Expression, kind: Kind): void {
  const type = walk.checker.getTypeAtLocation(object);
  if (isPrimitive(type, walk.checker)) return;
  const declared = walk.checker.getPropertiesOfType(type).flatMap((p) => p.declarations ?? []);
  const all = [...declared.filter(isKind(kind)), ...accessorsBehind(object, ANY_ACCESSOR, kind, walk.checker)];
  // Those of a class are in its prototype: they are set, but not read.
  const isOwn = ({ parent }: ts.AccessorDeclaration): boolean => kind === 'set' || ts.isObjectLiteralExpression(parent);
  noteAccessors(walk, all.filter(isOwn), object, object);
  noteDefinedAccessors(walk, object, ANY_ACCESSOR, kind, object);
}

/** What reading all that is in an object runs besides: getters of the objects in it. */
export function noteAccessorsInside(walk: EffectWalk, object: ts.Expression): void {
  const { checker } = walk;
  const all = membersTogether([ANY_ACCESSOR], object.getSourceFile(), checker).map(functionIn);
  // Those of a class are in its prototype: they are not read.
  const getters = all.filter(isKind('get')).filter(({ parent }) => ts.isObjectLiteralExpression(parent));
  if (getters.length === 0) return;
  const seen = new Set<ts.Type>();
  const look = (type: ts.Type, depth: number): void => {
    if (seen.has(type) || isPrimitive(type, checker)) return;
    seen.add(type);
    if (isAnything(type) || depth > MAX_DEPTH) return getters.forEach((getter) => noteMayRun(walk, getter, object));
    for (const part of type.isUnionOrIntersection() ? type.types : []) look(part, depth);
    const item = type.getNumberIndexType();
    if (item) return look(item, depth + 1);
    for (const property of checker.getPropertiesOfType(type)) {
      const getter = getters.find((one) => property.declarations?.includes(one));
      if (getter && depth > 0) noteMayRun(walk, getter, object);
      else if (property.flags & ts.SymbolFlags.Property) look(checker.getTypeOfSymbol(property), depth + 1);
    }
  };
  look(checker.getTypeAtLocation(object), 0);
}

/** How deep getters are looked for in what is read whole. */
const MAX_DEPTH = 6;

function noteAccessors(
  walk: EffectWalk,
  accessors: readonly ts.AccessorDeclaration[],
  receiver: ts.Expression,
  node: ts.Node,
  args: readonly ts.Expression[] = [],
): void {
  const functions = [...new Set(accessors.filter(isOfProgram))];
  if (functions.length > 0) noteCallee(walk, { kind: 'program', functions, closure: null, receiver }, node, args);
}

const isOfProgram = (declaration: ts.Declaration): boolean => !declaration.getSourceFile().isDeclarationFile;

const isKind =
  (kind: Kind) =>
  (node: ts.Node): node is ts.AccessorDeclaration =>
    kind === 'get' ? ts.isGetAccessor(node) : ts.isSetAccessor(node);

const accessorsBehind = (
  object: ts.Expression,
  name: string,
  kind: Kind,
  checker: ts.TypeChecker,
): ts.AccessorDeclaration[] =>
  [...membersBehind(object, name, checker).map(functionIn), ...accessorsOfAnything(object, name, checker)].filter(
    isKind(kind),
  );

/** The name of a property, or that of any; null where it is the place in a list. */
function nameOf(
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  checker: ts.TypeChecker,
): string | null {
  if (ts.isPropertyAccessExpression(node)) return node.name.text;
  const { argumentExpression: key } = node;
  if (ts.isStringLiteralLike(key)) return key.text;
  const type = checker.getTypeAtLocation(key);
  if (type.isStringLiteral()) return type.value;
  return type.flags & ts.TypeFlags.NumberLike ? null : ANY_ACCESSOR;
}

function propertyAt(
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  name: string,
  checker: ts.TypeChecker,
): ts.Symbol | undefined {
  if (ts.isPropertyAccessExpression(node)) return checker.getSymbolAtLocation(node.name);
  return checker.getPropertyOfType(checker.getTypeAtLocation(node.expression), name);
}
