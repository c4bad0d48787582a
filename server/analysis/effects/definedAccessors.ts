import { ts } from 'ts-morph';
import { indexedBySyntax } from '../source/bySyntax.js';
import { declaresThis, resolveCallee } from '../calls/callees.js';
import { noteCallee } from './effectsOfCalls.js';
import { summaryOf } from './effectSummaries.js';
import type { EffectWalk } from './effectWalk.js';
import { ANY_ACCESSOR } from '../calls/overrides.js';
import { indexedInProgram } from '../calls/programIndex.js';
import {
  constantBehind,
  type FunctionNode,
  isDeclaredIn,
  isFunctionNode,
  isPrimitive,
  unwrap,
} from '../source/symbols.js';
import { guessesOf } from '../untyped/remembering.js';

type Kind = 'get' | 'set';

/** A property that a call defines: `Object.defineProperty(object, 'name', { get() { … } })`. */
interface Definition {
  readonly object: ts.Expression | null;
  /** Null where it is computed. */
  readonly name: string | null;
  /** Null where it is not written out. */
  readonly descriptor: ts.Expression | null;
  /** The accessor itself, where the call is given one and no descriptor. */
  readonly kind?: Kind;
}

/** Stands for every defined property, and for those whose names are computed. */
const [EVERY, COMPUTED] = ['every', 'computed'].map((kind) => `(${kind})`) as [string, string];

/**
 * Notes what getters or setters do that some call of the program defines, and that may stand behind a property of an object.
 * Where the name is computed, only the object's type tells them apart.
 *
 * @param name `ANY_ACCESSOR` for a property of any name
 */
export function noteDefinedAccessors(
  walk: EffectWalk,
  object: ts.Expression,
  name: string,
  kind: Kind,
  node: ts.Node,
): void {
  const definitions = definitionsIn(walk.checker);
  if (definitions.size === 0) return;
  const named = definitions.get(name === ANY_ACCESSOR ? EVERY : name) ?? [];
  const computed =
    name === ANY_ACCESSOR
      ? []
      : (definitions.get(COMPUTED) ?? []).filter((d) => mayBeOf(d, object, name, walk.checker));
  if (named.length + computed.length === 0) return;
  // Another file may come to define one.
  guessesOf(walk.checker).noted(() => {
    for (const definition of [...named, ...computed]) noteDefinition(walk, definition, kind, object, node);
  });
}

/** Notes that getters may run which some call of the program defines under a name, or under a computed one. */
export function noteAnyDefined(walk: EffectWalk, name: string, node: ts.Node): void {
  const definitions = definitionsIn(walk.checker);
  const all =
    name === ANY_ACCESSOR
      ? (definitions.get(EVERY) ?? [])
      : [...(definitions.get(name) ?? []), ...(definitions.get(COMPUTED) ?? [])];
  for (const definition of all) {
    const functions = accessorsOf(definition, 'get', walk.checker);
    if (!functions) return walk.note('unknown-call', node, node.getText());
    for (const fn of functions) noteMayRun(walk, fn, node);
  }
}

function noteDefinition(
  walk: EffectWalk,
  definition: Definition,
  kind: Kind,
  object: ts.Expression,
  node: ts.Node,
): void {
  const functions = accessorsOf(definition, kind, walk.checker);
  if (!functions) return walk.note('unknown-call', node, node.getText());
  if (definition.name !== null) {
    if (functions.length > 0)
      noteCallee(walk, { kind: 'program', functions, closure: null, receiver: object }, node, []);
    return;
  }
  for (const fn of functions) noteMayRun(walk, fn, node);
}

/** Notes that a function may run, on whatever object: one that does more than read may do anything. */
export function noteMayRun(walk: EffectWalk, fn: FunctionNode, node: ts.Node): void {
  const { accesses, outside, called } = summaryOf(fn, walk);
  const does = outside.some(({ code }) => code !== 'this') || called.length > 0 || accesses.some((a) => a.write);
  if (does) walk.note('unknown-call', node, node.getText());
  for (const a of accesses)
    if (!isDeclaredIn(a.symbol, fn.parent)) walk.access(false, a.symbol, a.content, a.path, node, a.within ?? a.node);
}

/** Whether a function that may run on whatever object does anything that another piece of code can tell. */
export function canBeTold(fn: FunctionNode, walk: EffectWalk): boolean {
  const { accesses, outside, called } = summaryOf(fn, walk);
  return (
    called.length > 0 ||
    outside.some(({ code }) => code !== 'this') ||
    accesses.some((a) => a.write || !isDeclaredIn(a.symbol, fn.parent))
  );
}

/** Notes what reading the items of a list runs, where an accessor may have been put in the place of one. */
export function noteItemAccessors(walk: EffectWalk, list: ts.Expression, node: ts.Node): void {
  const definitions = definitionsIn(walk.checker).get(EVERY) ?? [];
  if (definitions.length === 0) return;
  const { checker } = walk;
  const type = checker.getTypeAtLocation(list);
  const isOfList = ({ object, name }: Definition): boolean => {
    const target = object && checker.getTypeAtLocation(object);
    if (!target || (name !== null && !/^\d+$/.test(name))) return false;
    return target.getNumberIndexType() !== undefined && checker.isTypeAssignableTo(target, type);
  };
  if (guessesOf(checker).noted(() => definitions.some(isOfList))) walk.note('unknown-call', node, node.getText());
}

/** Whether an object of the program may have a property of a computed name that was defined on an object of some type. */
function mayBeOf({ object }: Definition, receiver: ts.Expression, name: string, checker: ts.TypeChecker): boolean {
  const type = checker.getNonNullableType(checker.getTypeAtLocation(receiver));
  if (isPrimitive(type, checker)) return false;
  const declared = checker.getPropertyOfType(type, name)?.declarations ?? [];
  if (declared.length > 0 && declared.every((d) => d.getSourceFile().isDeclarationFile || ts.isMethodDeclaration(d)))
    return false;
  const target = object && checker.getTypeAtLocation(object);
  if (!target || target.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.TypeParameter)) return true;
  return checker.isTypeAssignableTo(target, type) || checker.isTypeAssignableTo(type, target);
}

/** The functions that a definition makes getters or setters; null where that is not known. */
function accessorsOf(
  { descriptor, kind: own }: Definition,
  kind: Kind,
  checker: ts.TypeChecker,
): readonly FunctionNode[] | null {
  if (own && own !== kind) return [];
  if (!descriptor) return null;
  if (own) return functionsOf(descriptor, checker);
  const node = unwrap(descriptor);
  const literal = constantBehind(node, checker)?.value ?? node;
  if (!ts.isObjectLiteralExpression(literal)) return null;
  const found: FunctionNode[] = [];
  for (const property of literal.properties) {
    if (!property.name || ts.isComputedPropertyName(property.name)) return null;
    if (property.name.getText() !== kind) continue;
    if (ts.isMethodDeclaration(property)) {
      if (declaresThis(property)) return null;
      found.push(property);
    } else {
      const value = ts.isPropertyAssignment(property)
        ? property.initializer
        : ts.isShorthandPropertyAssignment(property)
          ? property.name
          : null;
      const functions = value && functionsOf(value, checker);
      if (!functions) return null;
      found.push(...functions);
    }
  }
  return found;
}

function functionsOf(value: ts.Expression, checker: ts.TypeChecker): readonly FunctionNode[] | null {
  const node = unwrap(value);
  if (isFunctionNode(node)) return declaresThis(node) ? null : [node];
  if (node.getText() === 'undefined') return [];
  const callee = resolveCallee(node, checker);
  return callee.kind === 'program' && !callee.closure ? callee.functions : null;
}

/** What the calls of a file define, by name. */
const definitionsOf = indexedBySyntax<Definition>((node, note) => {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
  const { name: method, expression: owner } = node.expression;
  if (!/^(defineProperty|defineProperties|create|__define[GS]etter__)$/.test(method.text)) return;
  const [first, second, third] = node.arguments;
  const define = (definition: Definition): void => {
    // One that only gives a value runs no code.
    if (definition.descriptor && !definition.kind && isOfValue(definition.descriptor)) return;
    note(definition.name ?? COMPUTED, definition);
    note(EVERY, definition);
  };
  if (method.text === 'defineProperty' && first && second)
    define({ object: first, name: textOf(second), descriptor: third ?? null });
  else if (method.text === 'defineProperties' || (method.text === 'create' && owner.getText() === 'Object')) {
    if (!first || !second) return;
    const object = method.text === 'create' ? null : first;
    const all = unwrap(second);
    if (!ts.isObjectLiteralExpression(all)) return define({ object, name: null, descriptor: null });
    for (const property of all.properties) {
      const isNamed = ts.isPropertyAssignment(property) && !ts.isComputedPropertyName(property.name);
      define({
        object,
        name: isNamed ? (textOf(property.name) ?? property.name.getText()) : null,
        descriptor: ts.isPropertyAssignment(property) ? property.initializer : null,
      });
    }
  } else if (/^__define[GS]etter__$/.test(method.text) && first && second)
    define({
      object: owner,
      name: textOf(first),
      descriptor: second,
      kind: method.text.includes('Get') ? 'get' : 'set',
    });
});

const definitionsIn = indexedInProgram(definitionsOf);

const textOf = (node: ts.Node): string | null => (ts.isStringLiteralLike(node) ? node.text : null);

/** `{ value: 1, enumerable: true }` */
function isOfValue(descriptor: ts.Expression): boolean {
  const node = unwrap(descriptor);
  return (
    ts.isObjectLiteralExpression(node) &&
    node.properties.every((p) => p.name && /^(value|writable|enumerable|configurable)$/.test(p.name.getText()))
  );
}
