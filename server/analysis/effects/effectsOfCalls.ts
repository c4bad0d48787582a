import { ts } from 'ts-morph';
import { ANY, type Access, blurred, type Origin, type OutsideCode, type Step, stepOf } from '../source/access.js';
import type { Builtin } from '../calls/builtins.js';
import { type Callee, globalPath, isSelfContainedObject, resolveCallee } from '../calls/callees.js';
import { noteSuperCall } from './effectsOfConstruction.js';
import { noteEnclosed } from './effectsOfClosures.js';
import { noteOwnAccessors } from './effectsOfAccessors.js';
import { CONVERTS, noteHidden } from './hiddenByBuiltins.js';
import { isSettledStatic } from '../origins/settledStatics.js';
import { mayBeStatic } from '../source/statics.js';
import { noteConversion, noteIterated } from './effectsOfConversions.js';
import { doneAt } from './effectsOfGenerators.js';
import { type GivenArgument, givenArguments } from '../calls/givenArguments.js';
import { summaryOf } from './effectSummaries.js';
import { isItemParameter } from '../origins/collections.js';
import { looksAtArguments } from '../source/givenAsArguments.js';
import { stepsInPattern } from '../origins/patternSteps.js';
import { isOfPatternTable } from '../origins/patternTables.js';
import { isPlainPattern, keepsNoPlace } from '../origins/plainPatterns.js';
import { isOfOtherKind, typeReached } from '../origins/unsharedKinds.js';
import { isTrusted } from '../calls/trusted.js';
import type { EffectWalk } from './effectWalk.js';
import { isInErrorClass } from '../source/errorClasses.js';
import {
  declarationOf,
  enclosingFunction,
  type FunctionNode,
  isDeclaredIn,
  isFunctionNode,
  isGlobal,
  isInside,
  isPlainByForm,
  isPrimitive,
  parameterIndex,
  symbolOf,
  unwrap,
} from '../source/symbols.js';

/** A call: receiver and arguments in order, then what the callee does. */
export function noteCall(walk: EffectWalk, node: ts.CallExpression): void {
  if (node.expression.kind === ts.SyntaxKind.SuperKeyword && isInErrorClass(node))
    return node.arguments.forEach((a) => walk.visit(a));
  if (node.expression.kind === ts.SyntaxKind.SuperKeyword) return noteSuperCall(walk, node);
  if (node.expression.kind === ts.SyntaxKind.ImportKeyword) return walk.note('unknown-call', node, node.getText());
  const callee = resolveCallee(node.expression, walk.checker);
  const target = unwrap(node.expression);
  // The receiver is evaluated first; its own parts count, the method's name does not.
  if (ts.isPropertyAccessExpression(target)) {
    if (globalPath(target.expression, walk.checker) === null) walk.visit(target.expression);
  } else if (callee.kind !== 'builtin') walk.visit(node.expression);
  // Which function a table has under a name can change.
  if (ts.isPropertyAccessExpression(target) && callee.kind === 'program' && callee.functions.some(isInLiteral))
    walk.touch(false, target.expression, [stepOf(target)], target);
  if (ts.isElementAccessExpression(target) && callee.kind === 'unknown')
    walk.touch(true, target.expression, [ANY], node, null, true);
  for (const argument of node.arguments) walk.visit(argument);
  const done = doneAt(node, callee);
  if (!done) walk.note('unknown-call', node, node.getText().slice(0, 20));
  noteCallee(walk, callee, done ?? node, node.arguments);
}

const isInLiteral = ({ parent }: FunctionNode): boolean =>
  ts.isObjectLiteralExpression(parent) || ts.isPropertyAssignment(parent);

/** Adds what a call does, with the callee's parameters replaced by the arguments. `fresh`: `this` is a new object. */
export function noteCallee(
  walk: EffectWalk,
  callee: Callee,
  node: ts.Node,
  args: readonly ts.Expression[],
  fresh = false,
): void {
  if (isVouchedFor(walk, callee, node)) return noteReads(walk, callee.receiver ?? null, node, args);
  switch (callee.kind) {
    case 'builtin':
      return noteBuiltin(walk, callee.key, callee.entry, callee.receiver, node, args);
    case 'parameter':
      // What the argument does is added by the caller, who knows it.
      walk.called.push(callee.symbol);
      if (!isOwnParameter(walk, callee.symbol)) noteUnknown(walk, 'unknown-call', node, args, callee.symbol.getName());
      return;
    case 'package':
      return noteUnknown(walk, 'package-call', node, args, `\`${callee.name}\` of \`${callee.module}\``);
    case 'unknown':
      if (callee.receiver && isSelfContainedObject(callee.receiver, walk.checker)) {
        for (const argument of args) walk.everything(argument);
        return walk.touch(true, callee.receiver, [ANY], node);
      }
      if (callee.receiver) walk.touch(true, callee.receiver, [ANY], node, null, true);
      return noteUnknown(walk, 'unknown-call', node, args, callee.name);
    case 'program':
      for (const fn of callee.functions) noteProgram(walk, fn, callee, node, args, fresh);
  }
}

/** Whether the function walked over is given another one as this parameter: whoever calls it knows that one. */
const isOwnParameter = (walk: EffectWalk, symbol: ts.Symbol): boolean =>
  isDeclaredIn(symbol, walk.region) && isFunctionNode(walk.region) && !walk.writesOnly;

/** Whether the user says what a function does that cannot be read. */
function isVouchedFor(
  walk: EffectWalk,
  callee: Callee,
  node: ts.Node,
): callee is Callee & { kind: 'package' | 'unknown'; receiver?: ts.Expression | null } {
  if (callee.kind !== 'package' && callee.kind !== 'unknown') return false;
  const called = ts.isCallExpression(node) || ts.isNewExpression(node) ? node.expression : node;
  return ts.isExpression(called) && isTrusted(called, walk.summaries.trust, walk.checker);
}

/** A call that reads what it is given, and runs the functions among it. */
function noteReads(
  walk: EffectWalk,
  receiver: ts.Expression | null,
  node: ts.Node,
  args: readonly ts.Expression[],
): void {
  for (const argument of args) {
    const given = unwrap(argument);
    if (isFunctionNode(given)) continue;
    if (isCallable(given, walk.checker)) noteCallback(walk, given, node, [...(receiver ? [receiver] : []), ...args]);
    else walk.everything(argument);
  }
}

/** An unknown function may change whatever it is given. */
function noteUnknown(
  walk: EffectWalk,
  code: OutsideCode,
  node: ts.Node,
  args: readonly ts.Expression[],
  detail: string,
): void {
  walk.note(code, node, detail);
  noteHandedOver(walk, args, code === 'unknown-call');
}

/** What is handed to code that cannot be read: that reads it, and may change it. */
export function noteHandedOver(walk: EffectWalk, args: readonly ts.Expression[], mayChange = true): void {
  for (const argument of args) {
    if (isFunctionNode(unwrap(argument)) || isGlobalFunction(argument, walk.checker)) continue;
    walk.touch(false, argument, [ANY], argument);
    if (mayChange) walk.touch(true, argument, [ANY], argument, null, true);
  }
}

/** What a method reads of its object: everything, or of a list that it goes through the items alone, where a callback says what is read of them. */
function noteReceiver(walk: EffectWalk, list: ts.Expression, args: readonly ts.Expression[]): void {
  const item = walk.checker.isArrayType(walk.checker.getTypeAtLocation(list)) ? onlyItem(args) : null;
  if (item) walk.touch(false, list, [{ kind: 'item', loop: item.parent }], list);
  else walk.everything(list);
}

/** The parameter of `(item) => …`, where that is all that a method is given; `flatMap` reads what it returns, too. */
function onlyItem([fn, more]: readonly ts.Expression[]): ts.ParameterDeclaration | null {
  const [item, other] = fn && !more && ts.isArrowFunction(fn) ? fn.parameters : [];
  if (!item || other || !ts.isIdentifier(item.name) || item.initializer || item.dotDotDotToken) return null;
  const call = item.parent.parent;
  if (!ts.isCallExpression(call) || !isItemParameter(item, call)) return null;
  return call.expression.name.text === 'flatMap' ? null : item;
}

/** `Number`, say: nobody gives it fields. */
const isGlobalFunction = (node: ts.Expression, checker: ts.TypeChecker): boolean =>
  ts.isIdentifier(node) && isGlobal(symbolOf(node, checker)) && isCallable(node, checker);

function noteBuiltin(
  walk: EffectWalk,
  key: string,
  entry: Builtin,
  receiver: ts.Expression | null,
  node: ts.Node,
  args: readonly ts.Expression[],
): void {
  if (entry.outside) walk.note(entry.outside, node, nameOfBuiltin(key));
  // `push`, `set` and `add` only write.
  if (receiver && !/#(push|unshift|set|add)$/.test(key)) noteReceiver(walk, receiver, args);
  noteReads(walk, receiver, node, args);
  noteHidden(walk, key, receiver, args);
  const changed = entry.changes === 'receiver' ? receiver : entry.changes === 'first' ? args[0] : undefined;
  if (changed && !isStatelessRegExp(changed, walk)) walk.touch(true, changed, [ANY], node);
  const compared = key === 'Object.is' ? args[1] : args[0];
  const [first] = compared ? [compared] : [];
  if (
    entry.identity &&
    first &&
    !isPrimitive(walk.checker.getTypeAtLocation(first), walk.checker) &&
    walk.mayBeShared(first)
  ) {
    walk.note('identity', node, node.getText());
  }
}

/** As people write it: `fs.readFileSync`. */
const nameOfBuiltin = (key: string): string =>
  key.startsWith('looppool#') ? `\`${key.slice('looppool#'.length)}\`` : key.replace('#', '.');

function noteProgram(
  walk: EffectWalk,
  fn: FunctionNode,
  callee: Callee & { kind: 'program' },
  node: ts.Node,
  args: readonly ts.Expression[],
  fresh: boolean,
): void {
  const summary = summaryOf(fn, walk);
  // Nothing says of which type `arguments[i]` is: what may run there is told by what is given.
  if (looksAtArguments(fn))
    for (const argument of args) {
      const given = ts.isSpreadElement(argument) ? argument.expression : argument;
      walk.everything(given);
      noteConversion(walk, given);
      noteIterated(walk, given);
      noteOwnAccessors(walk, given, 'get');
    }
  for (const access of summary.accesses) {
    if (walk.writesOnly && !access.write) continue;
    const position = parameterIndex(access.symbol, fn);
    if (position >= 0) {
      if (access.content) for (const given of givenArguments(fn, position, args)) touchGiven(walk, access, given, node);
    } else if (isThisOf(access.symbol, fn)) {
      // A new object is nobody's yet, but what it was given is.
      const receiver = callee.receiver ?? (fresh && ts.isNewExpression(node) ? node : null);
      if (receiver) touchThrough(walk, access, receiver, node);
      if (mayBeStatic(access, walk.checker) && (access.write || !isSettledStatic(access, walk.checker)))
        walk.access(access.write, access.symbol, true, access.path, node, access.within ?? access.node);
    } else if (isOwnState(walk, access.symbol, fn, callee.closure)) {
      // State of a closure: it belongs to the variable that holds the closure, or was given to the function that made it.
      if (callee.closure) walk.access(access.write, callee.closure, true, [ANY], node, access.node);
      if (access.content) noteEnclosed(walk, access, fn, callee.closure, node);
    } else {
      walk.access(access.write, access.symbol, access.content, access.path, node, access.within ?? access.node);
      if (access.content) noteEnclosed(walk, access, fn, null, node);
    }
  }
  for (const outside of summary.outside) {
    if (outside.code === 'this' && outside.detail === 'this' && (fresh || callee.receiver)) continue;
    walk.outside.push(outside);
  }
  for (const symbol of summary.called) {
    const position = parameterIndex(symbol, fn);
    const [argument, more] = position < 0 ? [] : givenArguments(fn, position, args);
    if (!argument) continue;
    if (more || argument.as !== 'whole') {
      walk.note('unknown-call', node, symbol.getName());
      continue;
    }
    const given = unwrap(argument.value);
    if (isFunctionNode(given)) continue;
    const target = resolveCallee(given, walk.checker);
    if (target.kind === 'parameter' && isOwnParameter(walk, target.symbol)) {
      walk.called.push(target.symbol);
      continue;
    }
    noteCallback(walk, given, node, [...(callee.receiver ? [callee.receiver] : []), ...args]);
    if (target.kind === 'program') noteHanded(walk, target.functions, node, argument.value);
  }
}

/** What functions do to what a function of the program hands them, that was not given to it. */
function noteHanded(
  walk: EffectWalk,
  functions: readonly FunctionNode[],
  node: ts.Node,
  argument: ts.Expression,
): void {
  if (!ts.isCallExpression(argument.parent)) return walk.note('unknown-call', node, argument.getText());
  const { self, held } = walk.origins.handed(argument.parent, argument);
  for (const fn of functions) {
    if (looksAtArguments(fn)) walk.note('unknown-call', node, argument.getText());
    for (const { symbol, write, within, node: place } of summaryOf(fn, walk).accesses) {
      if (parameterIndex(symbol, fn) < 0 || (walk.writesOnly && !write)) continue;
      for (const origin of [...self, ...held]) {
        if (origin === 'unknown' && write) walk.note('unknown-call', node, argument.getText());
        if (typeof origin !== 'string')
          walk.access(write, origin.symbol, true, [...blurred(origin.path, walk.checker), ANY], node, within ?? place);
      }
    }
  }
}

/** A function given by name: what it does to its parameters may happen to any part of what it is given along with. */
function noteCallback(walk: EffectWalk, given: ts.Expression, node: ts.Node, sources: readonly ts.Expression[]): void {
  const callee = resolveCallee(given, walk.checker);
  if (callee.kind === 'parameter') walk.called.push(callee.symbol);
  if (callee.kind === 'builtin') {
    if (CONVERTS.test(callee.key)) for (const source of sources) noteConversion(walk, source);
    return noteCallee(walk, callee, node, []);
  }
  if (callee.kind !== 'program') return noteUnknown(walk, 'unknown-call', node, sources, given.getText());
  const own = sources.filter((s) => unwrap(s) !== given && !isCallable(unwrap(s), walk.checker));
  for (const fn of callee.functions) {
    noteProgram(walk, fn, callee, node, [], false);
    if (looksAtArguments(fn)) walk.note('unknown-call', node, given.getText());
    for (const access of summaryOf(fn, walk).accesses) {
      if (parameterIndex(access.symbol, fn) >= 0)
        for (const source of own) walk.touch(access.write, source, [ANY], node, access.within ?? access.node, true);
    }
  }
}

/** What a function does to its parameter, done to what it is given. */
function touchGiven(walk: EffectWalk, given: Access, { value, as }: GivenArgument, node: ts.Node): void {
  const place = given.path.length === 0 ? placeInPattern(given.symbol) : null;
  const access = place ? { ...given, path: place } : given;
  if (place && as === 'whole') return touchThrough(walk, access, value, node);
  if (as !== 'listed')
    return touchThrough(walk, access, value, node, as === 'item' || !isWholeParameter(access.symbol));
  // The list itself is new.
  const [first, ...below] = access.path;
  if (first?.kind === 'any' && !first.isElement) touchThrough(walk, access, value, node, true);
  else if (below.length > 0) touchThrough(walk, { ...access, path: below }, value, node);
}

function touchThrough(
  walk: EffectWalk,
  access: Access,
  argument: ts.Expression,
  node: ts.Node,
  viaPattern = false,
): void {
  const steps = viaPattern ? [ANY] : access.path;
  const reached = access.within ?? access.node;
  walk.handing(() => walk.touch(access.write, argument, steps, node, reached, false));
  // Below the first step it may be an object that a new one holds.
  if (steps.length < 2 && steps[0]?.kind !== 'any') return;
  const direct = walk.origins.of(argument);
  const type = typeReached(access, walk.checker);
  for (const origin of walk.origins.inside(argument)) {
    if (typeof origin === 'string' || isPartOf(origin, direct, walk.region)) continue;
    if (!type || !isOfOtherKind(origin, argument, type, walk.checker))
      walk.access(access.write, origin.symbol, true, [...origin.path, ANY], node, reached, walk.nameBefore(argument));
  }
}

/** Whether an object is reached as a part of one that was there before: the steps from there have told it. */
const isPartOf = ({ symbol, path }: Exclude<Origin, string>, whole: readonly Origin[], region: ts.Node): boolean =>
  !isDeclaredIn(symbol, region) &&
  whole.some((o) => typeof o !== 'string' && o.symbol === symbol && o.path.length + 1 === path.length);

/** Whether a name belongs to one run of the function that made the closure, and that run happened inside the region. */
function isOwnState(walk: EffectWalk, symbol: ts.Symbol, fn: FunctionNode, closure: ts.Symbol | null): boolean {
  if (!closure) return false;
  const home = enclosingFunction(fn);
  return !ts.isSourceFile(home) && isDeclaredIn(symbol, home) && !isInside(walk.region, home);
}

const isThisOf = (symbol: ts.Symbol, fn: FunctionNode): boolean =>
  ts.isClassLike(fn.parent) && (symbol.declarations ?? []).includes(fn.parent);

function isCallable(expression: ts.Expression, checker: ts.TypeChecker): boolean {
  return (
    !isFunctionNode(expression) &&
    !isPlainByForm(expression) &&
    checker.getTypeAtLocation(expression).getCallSignatures().length > 0
  );
}

/** A pattern without `g` and `y` keeps no place between calls. */
function isStatelessRegExp(expression: ts.Expression, { checker, origins, region }: EffectWalk): boolean {
  const node = unwrap(expression);
  if (ts.isRegularExpressionLiteral(node)) return keepsNoPlace(node);
  const declaration = ts.isIdentifier(node) ? declarationOf(symbolOf(node, checker) ?? ({} as ts.Symbol)) : undefined;
  if (isPlainPattern(declaration, checker)) return true;
  // The table itself is a list, or an object, that a call may change.
  const isPattern = checker.getTypeAtLocation(node).symbol?.getName() === 'RegExp';
  return isPattern && isOfPatternTable(node, region, origins, checker);
}

/** Where a name of a pattern comes from in what a parameter is given; lists give their items by an iterator of their own. */
function placeInPattern(symbol: ts.Symbol): readonly Step[] | null {
  const element = declarationOf(symbol);
  if (!element || !ts.isBindingElement(element)) return null;
  const steps = stepsInPattern(element);
  const list = steps.findIndex((step) => step.kind !== 'name' || /^\d+$/.test(step.name));
  return list < 0 ? steps : [...steps.slice(0, list), ANY];
}

const isWholeParameter = (symbol: ts.Symbol): boolean => (symbol.declarations ?? []).some(ts.isParameter);
