import { ts } from 'ts-morph';
import type { Depth } from '../source/access.js';
import { isAssignment } from '../source/assignments.js';
import { listedBySyntax } from '../source/bySyntax.js';
import { areDisjointViews } from './disjointViews.js';
import { areGivenApart } from './givenApart.js';
import { holdsPrimitiveItems } from './primitiveParts.js';
import { resolveCallee } from '../calls/callees.js';
import { returnedValues } from '../source/functions.js';
import { namesIn } from '../source/names.js';
import { partOfLiteral } from '../source/partOfLiteral.js';
import { mayBeSameObject, mayHold } from '../source/containment.js';
import { kindsDiffer } from './kinds.js';
import { isPlainPattern } from './plainPatterns.js';
import { keepsNewItems } from './rowAliasing.js';
import { createOrigins } from './origins.js';
import { isUnshared } from './sharing.js';
import { partApart, type Source, sourcesOf } from './sources.js';
import { storedInside } from './storedInside.js';
import { areSwapped, isExchanged } from './swaps.js';
import { isUnsharedAs } from './unsharedKinds.js';
import {
  declarationOf,
  forEachUse,
  isAnything,
  isConstant,
  isExportedVariable,
  isPrimitive,
  mentions,
  symbolOf,
  unwrap,
} from '../source/symbols.js';

/** Whether two names may hold the same object, or views of the same memory. */
export type Aliasing = 'never' | 'possible' | 'certain';

/** The types of the objects that matter, one of each name; null where they are not known. */
export interface Reached {
  readonly changed: ts.Type | null;
  readonly looked: ts.Type | null;
}

const NOT_KNOWN: Reached = { changed: null, looked: null };

/**
 * @param loop the loop; the answer holds while it runs
 * @param only the name of whose object only the object itself matters, not what it holds
 * @param withItems of that one the items matter as well, and not what they hold
 * @param reached where they are known, the types of the object in `a`, or of `a` itself, that is changed and of the one in `b` that
 *   is looked at
 */
export function aliasing(
  a: ts.Symbol,
  b: ts.Symbol,
  loop: ts.Node,
  checker: ts.TypeChecker,
  only: ts.Symbol | null = null,
  withItems = false,
  reached: Reached = NOT_KNOWN,
): Aliasing {
  const { changed } = reached;
  const types = (symbol: ts.Symbol, type: ts.Type | null): readonly ts.Type[] => [
    ...typesOf(symbol, loop, checker),
    ...(type ? [type] : []),
  ];
  if (kindsDiffer(types(a, changed), types(b, reached.looked), checker)) return 'never';
  if ([a, b].some(isPrototype) || areInherited(a, b, loop, checker)) return 'certain';
  const isOwn = (symbol: ts.Symbol): boolean =>
    symbol === only && (!withItems || keepsItemsOfItsOwn(symbol, loop, checker));
  const isApart = (symbol: ts.Symbol, other: ts.Symbol): boolean =>
    isNamedPattern(symbol, checker) ||
    (holdsPrimitiveItems(typeOf(symbol, loop, checker), checker) && isExchanged(symbol, loop, checker)) ||
    (isUnshared(symbol, loop, checker) && (isOwn(symbol) || holdsNothingElse(symbol, other, loop, checker))) ||
    (changed !== null && isUnsharedAs(symbol, loop, changed, checker));
  if (isApart(a, b) || isApart(b, a) || areDisjointViews(a, b, checker)) return 'never';
  if (areSwapped(a, b, loop, checker) && [a, b].every((s) => holdsOwnRows(s, loop, checker))) return 'never';
  const [left, right] = [sourcesOf(a, checker), sourcesOf(b, checker)];
  const holds = (sources: readonly Source[], symbol: ts.Symbol): boolean =>
    sources.some(({ node }) => !ts.isParameter(node) && !ts.isClassLike(node) && leadsTo(node, symbol, checker));
  const haveOne = left.some((l) => right.some((r) => l.node === r.node && !partApart(l.path, r.path)));
  const areOne = left.some((l) => right.some((r) => l.node === r.node && areNamedOne(l, r, checker)));
  const stores = (symbol: ts.Symbol, other: ts.Symbol): boolean =>
    storedFor(symbol, other, loop, checker).some(
      // What nobody knows the type of may be a number.
      (value) => !isAnything(checker.getTypeAtLocation(value)) && leadsTo(value, other, checker),
    );
  const ofOneInstance = areOfOneInstance(left, right, checker) || areOfOneInstance(right, left, checker);
  const areTied = haveOne || areOne || ofOneInstance || holds(left, b) || holds(right, a) || areGivenOne(a, b, checker);
  if (areTied || stores(a, b) || stores(b, a)) return 'certain';
  return areGivenApart(a, b, loop, checker, withItems ? null : only) ? 'never' : 'possible';
}

/** Whether what a name holds is, or may be a part of, an instance of the class whose `this` another one is a part of. */
function areOfOneInstance(parts: readonly Source[], others: readonly Source[], checker: ts.TypeChecker): boolean {
  const classes = parts.flatMap(({ node }) => {
    const root = ts.isExpression(node) ? rootOf(node) : null;
    return root?.kind === ts.SyntaxKind.ThisKeyword ? [checker.getSymbolAtLocation(root)] : [];
  });
  return classes.some(
    (made) => made && others.some(({ node }) => ts.isExpression(node) && mentions(node, made, checker)),
  );
}

/** What a path begins with. */
function rootOf(path: ts.Expression): ts.Expression {
  const node = unwrap(path);
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) ? rootOf(node.expression) : node;
}

/** The same where one object is written, so deep in it: what is below that does not matter. */
export const aliasingAt = (
  depth: Depth,
  written: ts.Symbol,
  other: ts.Symbol,
  loop: ts.Node,
  checker: ts.TypeChecker,
  reached: Reached = NOT_KNOWN,
): Aliasing => aliasing(written, other, loop, checker, depth === 'deeper' ? null : written, depth === 'item', reached);

/** Whether a name holds what others inherit from: `const base = K.prototype`. */
function isPrototype(symbol: ts.Symbol): boolean {
  const declaration = declarationOf(symbol);
  const value = declaration && ts.isVariableDeclaration(declaration) && declaration.initializer;
  return value ? /\.(prototype|__proto__)$|^(Object|Reflect)\.getPrototypeOf\(/.test(value.getText()) : false;
}

/** Whether a file makes one of two objects inherit from the other. */
function areInherited(a: ts.Symbol, b: ts.Symbol, loop: ts.Node, checker: ts.TypeChecker): boolean {
  return inheritances(loop.getSourceFile()).some(({ object, prototype }) =>
    [
      [a, b],
      [b, a],
    ].some(([heir, parent]) => leadsTo(object, heir!, checker) && leadsTo(prototype, parent!, checker)),
  );
}

/** `Object.setPrototypeOf(object, prototype)` and `object.__proto__ = prototype`. */
const inheritances = listedBySyntax<{ readonly object: ts.Expression; readonly prototype: ts.Expression }>(
  (node, note) => {
    if (isAssignment(node) && ts.isPropertyAccessExpression(node.left) && node.left.name.text === '__proto__')
      note({ object: node.left.expression, prototype: node.right });
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return;
    if (!/^(Object|Reflect)\.setPrototypeOf$/.test(node.expression.getText())) return;
    const [object, prototype] = node.arguments;
    if (object && prototype) note({ object, prototype });
  },
);

/** Whether an expression mentions a name, or a constant that is made of it. */
function leadsTo(node: ts.Node, symbol: ts.Symbol, checker: ts.TypeChecker, depth = 0): boolean {
  if (namesAsObject(node, symbol, checker)) return true;
  let found = false;
  if (depth < 4)
    forEachUse(node, (use) => {
      const other = symbolOf(use, checker);
      if (found || !other || isPrimitive(checker.getTypeAtLocation(use), checker)) return;
      const declaration = declarationOf(other);
      if (!isConstant(declaration)) return;
      const value = declaration.initializer;
      if (value && !ts.isFunctionLike(value)) found = leadsTo(value, symbol, checker, depth + 1);
    });
  return found;
}

/** Whether an expression mentions a name other than in what only gives a number, a text or the like: `new Grid(other.width)`. */
const namesAsObject = (node: ts.Node, symbol: ts.Symbol, checker: ts.TypeChecker): boolean =>
  namesIn(node, symbol.getName()).some(
    (name) => symbolOf(name, checker) === symbol && !isInPlainValue(name, node, checker),
  );

function isInPlainValue(name: ts.Node, whole: ts.Node, checker: ts.TypeChecker): boolean {
  for (let part = name; ; part = part.parent) {
    // What a function gives tells nothing of what it keeps.
    if (ts.isFunctionLike(part)) return false;
    if (ts.isExpression(part) && isPrimitive(checker.getTypeAtLocation(part), checker)) return true;
    if (part === whole) return false;
  }
}

/** Whether two parts of a literal, or of one that a function returns, are one name: `{ a: s, b: s }`. */
function areNamedOne(a: Source, b: Source, checker: ts.TypeChecker): boolean {
  if (!ts.isExpression(a.node)) return false;
  const node = unwrap(a.node);
  const callee = ts.isCallExpression(node) ? resolveCallee(node.expression, checker) : null;
  const values = callee?.kind === 'program' ? callee.functions.flatMap(returnedValues).map(unwrap) : [node];
  return values.some((value) => {
    const [one, other] = [a, b].map(({ path: [step] }) => (step === undefined ? null : partOf(value, step)));
    const [left, right] = [one, other].map((part) => part && ts.isIdentifier(part) && symbolOf(part, checker));
    return Boolean(left && left === right);
  });
}

/** What a literal holds under a name or at a place. */
function partOf(literal: ts.Expression, step: string): ts.Expression | null {
  if (ts.isArrayLiteralExpression(literal)) return literal.elements[Number(step)] ?? null;
  if (!ts.isObjectLiteralExpression(literal)) return null;
  const part = partOfLiteral(literal, step);
  return part && unwrap(part);
}

/** What a constant, or a part of an object in one, was set to: `front` in `const planes = { front: xs }`. */
function behind(expression: ts.Expression, checker: ts.TypeChecker, depth = 0): ts.Expression {
  const node = unwrap(expression);
  const whole = ts.isPropertyAccessExpression(node) ? unwrap(node.expression) : node;
  const symbol = ts.isIdentifier(whole) && depth < 8 ? symbolOf(whole, checker) : undefined;
  const declaration = symbol && declarationOf(symbol);
  const value = isConstant(declaration) && declaration.initializer ? unwrap(declaration.initializer) : null;
  if (!value) return node;
  if (ts.isPropertyAccessExpression(node)) {
    const part = partOf(value, node.name.text);
    return part ? behind(part, checker, depth + 1) : node;
  }
  return ts.isIdentifier(value) || ts.isPropertyAccessExpression(value) ? behind(value, checker, depth + 1) : node;
}

/** Whether some call of a function, in its own file, gives the same object to two of its parameters, or views of it. */
function areGivenOne(a: ts.Symbol, b: ts.Symbol, checker: ts.TypeChecker): boolean {
  const [left, right] = [declarationOf(a), declarationOf(b)];
  if (!left || !right || !ts.isParameter(left) || !ts.isParameter(right) || left.parent !== right.parent) return false;
  const fn = left.parent;
  const name = fn.name ?? (ts.isVariableDeclaration(fn.parent) ? fn.parent.name : undefined);
  if (!name || !ts.isIdentifier(name)) return false;
  const called = checker.getSymbolAtLocation(name);
  const [first, second] = [fn.parameters.indexOf(left), fn.parameters.indexOf(right)];
  return namesIn(fn.getSourceFile(), name.text).some((use) => {
    const call = use.parent;
    if (!ts.isCallExpression(call) || call.expression !== use || symbolOf(use, checker) !== called) return false;
    const [one, other] = [call.arguments[first], call.arguments[second]];
    return one !== undefined && other !== undefined && meet(behind(one, checker), behind(other, checker), checker);
  });
}

/** Whether two arguments are one name, or views of its memory that are not seen to lie one behind the other. */
function meet(a: ts.Expression, b: ts.Expression, checker: ts.TypeChecker): boolean {
  const [left, right] = [viewed(a), viewed(b)];
  const base = left && symbolOf(left.name, checker);
  if (!left || !right || !base || symbolOf(right.name, checker) !== base) return false;
  const isBehind = (end: string | undefined, start: string | undefined): boolean =>
    end !== undefined && start !== undefined && (end === start || Number(end) <= Number(start));
  return !isBehind(left.end, right.start) && !isBehind(right.end, left.start);
}

/** The name in `all` and in `all.subarray(1, n)`, with the limits as they are written; null for anything else. */
function viewed(node: ts.Expression): { name: ts.Identifier; start?: string; end?: string } | null {
  if (ts.isIdentifier(node)) return { name: node };
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return null;
  const { expression: array, name } = node.expression;
  if (name.text !== 'subarray' || !ts.isIdentifier(array)) return null;
  const [start, end] = node.arguments.map((limit) => limit.getText());
  return { name: array, start: start ?? '0', ...(end === undefined ? {} : { end }) };
}

/** Whether an array that is exchanged with another one has nothing but plain values, or rows of them that were made for it. */
function holdsOwnRows(symbol: ts.Symbol, loop: ts.Node, checker: ts.TypeChecker): boolean {
  const type = typeOf(symbol, loop, checker);
  if (holdsPrimitiveItems(type, checker)) return true;
  const rows = checker.isArrayType(type) ? checker.getTypeArguments(type as ts.TypeReference) : [];
  return rows.length > 0 && rows.every((r) => holdsPrimitiveItems(r, checker)) && keepsNewItems(symbol, checker, true);
}

/** Whether a name holds a pattern that is only asked, and handed to nobody. */
function isNamedPattern(symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  const declaration = declarationOf(symbol);
  return isPlainPattern(declaration, checker) && !isExportedVariable(declaration);
}

/** Whether everything in the object of a name was made for it, or can be nothing that another name leads to. */
function holdsNothingElse(symbol: ts.Symbol, other: ts.Symbol, loop: ts.Node, checker: ts.TypeChecker): boolean {
  if (holdsPrimitiveItems(typeOf(symbol, loop, checker), checker)) return true;
  return keepsNewItems(symbol, checker) && storedFor(symbol, other, loop, checker).length === 0;
}

/** Whether every item of a list was made for it; what is put into those may have other names. */
function keepsItemsOfItsOwn(symbol: ts.Symbol, loop: ts.Node, checker: ts.TypeChecker): boolean {
  return (
    checker.isArrayType(typeOf(symbol, loop, checker)) &&
    keepsNewItems(symbol, checker) &&
    storedInside(symbol, checker).every(
      (value) => !mayBeItem(value, symbol, loop, checker) || createOrigins(value, checker).isFreshThroughout(value),
    )
  );
}

/** Whether a value may be an item of the list that a name holds, or have one in it. */
function mayBeItem(value: ts.Expression, list: ts.Symbol, loop: ts.Node, checker: ts.TypeChecker): boolean {
  const type = typeOf(list, loop, checker);
  const [item] = checker.isArrayType(type) ? checker.getTypeArguments(type as ts.TypeReference) : [];
  const stored = checker.getTypeAtLocation(value);
  return !item || item.isUnion() || mayBeSameObject(stored, item, checker) || mayHold(stored, item, checker);
}

/** What is stored somewhere in the object of a name and was not made for that, as far as it may be or hold what another name leads to. */
function storedFor(symbol: ts.Symbol, other: ts.Symbol, loop: ts.Node, checker: ts.TypeChecker): ts.Expression[] {
  return storedInside(symbol, checker).filter(
    (value) =>
      !kindsDiffer([checker.getTypeAtLocation(value)], typesOf(other, loop, checker), checker) &&
      !createOrigins(value, checker).isFreshThroughout(value),
  );
}

function typeOf(symbol: ts.Symbol, at: ts.Node, checker: ts.TypeChecker): ts.Type {
  return checker.getTypeOfSymbolAtLocation(symbol, at);
}

/** The types of what a name stands for: that of a class, also for its `this`. */
function typesOf(symbol: ts.Symbol, at: ts.Node, checker: ts.TypeChecker): readonly ts.Type[] {
  const type = typeOf(symbol, at, checker);
  return symbol.flags & ts.SymbolFlags.Class ? [type, checker.getDeclaredTypeOfSymbol(symbol)] : [type];
}

/** Whether two names, if they hold one object, hold it at the same depth: plain arrays of primitives do. */
export function areFlatArrays(a: ts.Symbol, b: ts.Symbol, loop: ts.Node, checker: ts.TypeChecker): boolean {
  return [a, b].every((symbol) => {
    const type = typeOf(symbol, loop, checker);
    return (
      (checker.isArrayType(type) || checker.isTupleType(type)) &&
      checker.getTypeArguments(type as ts.TypeReference).every((t) => isPrimitive(t, checker))
    );
  });
}
