import { ts } from 'ts-morph';
import { namesIn } from '../source/names.js';
import { isGivenValue } from '../source/memberWrites.js';
import { returnedValues, usesArguments } from '../source/functions.js';
import {
  enclosingFunction,
  type FunctionNode,
  isAsync,
  isConstant,
  isExportedVariable,
  isFunctionNode,
  isGenerator,
  symbolOf,
  unwrap,
  wrapped,
} from '../source/symbols.js';
import {
  type ContainerWalk,
  NOTHING,
  ofEntry,
  placeInEntry,
  restOf,
  type Stored,
  together,
  type Way,
} from './containerWays.js';
import type { Given } from './callSites.js';
import { usesOfField } from './fieldUses.js';
import { calledFunction, isDictionary } from './isDictionary.js';
import { storedByUse } from './storedByUse.js';
import { storedByValue } from './storedByValue.js';
import { captureOf, taskOfCapture } from './taskCaptures.js';
import { assignedTo } from './variableValues.js';
import type { WholeProgram } from './wholeProgram.js';

/** Names and ways that one question may lead to. */
const LIMIT = 30;

/**
 * Everything that is put at the end of a way into the container that one variable holds: `[]`, `new Map()` and `{}`, what is
 * assigned, pushed, set or filled in later, through whatever other names the containers on the way get. Those names are
 * followed in all directions until no more are found, as in a points-to analysis by unification (Steensgaard, "Points-to
 * analysis in almost linear time", POPL 1996).
 *
 * @returns null where that cannot be told: a container is handed on, or read and written in some other way
 */
export function storedAlong(symbol: ts.Symbol, way: Way, program: WholeProgram): Stored | null {
  const within = followed(symbol, way, false, program);
  return within === 'given back' ? (followed(symbol, way, true, program) as Stored | null) : within;
}

/**
 * @param toCallers whether what a function returns is followed to all its callers
 * @returns `'given back'` where it is not, and what those do with it can be seen where the container is asked for
 */
function followed(
  symbol: ts.Symbol,
  way: Way,
  toCallers: boolean,
  program: WholeProgram,
): Stored | null | 'given back' {
  const { checker, sites } = program;
  const seen = new Set<string>();
  const numbers = new Map<object, number>();
  const homes = new Set<ts.Node>();
  let isGivenBack = false;
  /** Something could not be told, and so nothing can: the rest is not looked at. */
  let isLost = false;
  let isPassedOn = false;

  /** Whether a name, or the results of a function, were not met on this way before; what was is looked at already. */
  function isNew(name: ts.Symbol | ts.Node, along: Way): boolean {
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    const key = `${number} ${along.join(' ')}`;
    const isFirst = !seen.has(key);
    seen.add(key);
    return isFirst;
  }

  const unlessLost =
    <Asked extends readonly unknown[]>(ask: (...asked: Asked) => Stored | null) =>
    (...asked: Asked): Stored | null => {
      const stored = isLost ? null : ask(...asked);
      isLost ||= stored === null;
      return stored;
    };

  const walk: ContainerWalk = {
    checker,
    symbolAt: program.symbolAt,
    ofUse: unlessLost((container: ts.Node, along: Way) => {
      const fn = returningWith(container);
      if (!fn) return storedByUse(container, along, walk);
      isPassedOn = true;
      return toCallers ? ofCalls(fn, along) : NOTHING;
    }),
    isDictionary: (variable) => isDictionary(variable, checker, sites),
    ofValue: unlessLost((value: ts.Expression, along: Way | null) =>
      along === null ? { ...NOTHING, values: [value] } : storedByValue(value, along, walk),
    ),

    ofVariable: unlessLost((variable: ts.Symbol, along: Way) => {
      const declaration = variable.valueDeclaration;
      if (seen.size > LIMIT || along.length > 4) return null;
      if (!isNew(variable, along)) return NOTHING;
      if (variable.flags & ts.SymbolFlags.Property) return ofField(variable, along);
      // `var` may declare a name again.
      if (variable.declarations?.length !== 1) return null;
      if (declaration && ts.isParameter(declaration)) return ofParameter(variable, declaration, along);
      if (declaration && ts.isBindingElement(declaration)) return ofCapture(variable, declaration, along);
      if (!declaration || !ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name)) return null;
      if (!declaration.initializer || isExportedVariable(declaration)) return null;
      const names = namesIn(declaration.getSourceFile(), variable.getName());
      if (names.some(({ parent }) => ts.isExportSpecifier(parent) || ts.isExportAssignment(parent))) return null;
      const later = isConstant(declaration) ? [] : assignedTo(variable, declaration, checker);
      const made = later && [declaration.initializer, ...later].map((value) => storedByValue(value, along, walk));
      return made && together([...made, ofUses(variable, declaration.name, declaration.getSourceFile(), along)]);
    }),

    ofReturned(value, along) {
      const call = ts.isAwaitExpression(value) ? unwrap(value.expression) : value;
      const folded = call === value ? foldedBy(call, along) : undefined;
      if (folded !== undefined) return folded;
      const fn = ts.isCallExpression(call) ? calledFunction(call, checker) : null;
      if (!fn) return undefined;
      if (isGenerator(fn) || isAsync(fn) !== ts.isAwaitExpression(value) || !fn.body) return null;
      return !isNew(fn.body, along)
        ? NOTHING
        : together(returnedValues(fn).map((one) => storedByValue(one, along, walk)));
    },

    ofBinding: unlessLost((name: ts.BindingName, along: Way) => {
      if (ts.isIdentifier(name)) {
        const variable = checker.getSymbolAtLocation(name);
        if (!variable) return null;
        const { parent } = name;
        if (ts.isVariableDeclaration(parent) && parent.initializer) return walk.ofVariable(variable, along);
        if (!isNew(variable, along)) return NOTHING;
        const home = enclosingFunction(name);
        return isGivenLater(variable, name, home) ? null : ofUses(variable, name, home, along);
      }
      return ofPattern(name, along);
    }),
  };

  /** What a field of a class is given, and what all its uses put in there. */
  function ofField(field: ts.Symbol, along: Way): Stored | null {
    const uses = usesOfField(field, program);
    if (!uses) return null;
    for (const one of uses.reads) homes.add(enclosingFunction(one));
    return together([
      ...uses.values.map((value) => storedByValue(value, along, walk)),
      ...uses.reads.map((use) => walk.ofUse(use, along)),
    ]);
  }

  /** What all calls of its function give a parameter, and what its uses put in there. */
  function ofParameter(variable: ts.Symbol, parameter: ts.ParameterDeclaration, along: Way): Stored | null {
    const { name, parent: fn, initializer } = parameter;
    if (!ts.isIdentifier(name) || parameter.dotDotDotToken || !isFunctionNode(fn) || !fn.body) return null;
    const given = usesArguments(fn.body) ? null : sites.of(fn);
    if (!given || isGivenLater(variable, name, fn)) return null;
    homes.add(fn);
    const position = fn.parameters.indexOf(parameter);
    const ofGiven = (value: ts.Expression | undefined): Stored | null =>
      value ? storedByValue(value, along, walk) : NOTHING;
    return together([
      ofGiven(initializer),
      ...given.map((site) => {
        if (site.kind === 'arguments') return ofGiven(site.values[position]);
        return position === 0 ? ofFold(site, fn, along) : null;
      }),
      ofUses(variable, name, fn, along),
    ]);
  }

  /** What all calls of the pool give a capture of a task, and what its uses put in there. */
  function ofCapture(variable: ts.Symbol, part: ts.BindingElement, along: Way): Stored | null {
    const fn = taskOfCapture(part);
    const given = fn && sites.of(fn);
    const name = part.name as ts.Identifier;
    if (!fn || !given || isGivenLater(variable, name, fn)) return null;
    homes.add(fn);
    const values = given.map((site) => (site.kind === 'callback' ? captureOf(site.call, part) : null));
    return together([
      ...values.map((value) => value && storedByValue(value, along, walk)),
      ofUses(variable, name, fn, along),
    ]);
  }

  /** What the first parameter of a callback of `reduce` is given: what that begins with, and what the callback returns; the result is it, too. */
  function ofFold(site: Given, fn: FunctionNode, along: Way): Stored | null {
    const fold = foldAt(site, program);
    if (!fold || isAsync(fn) || isGenerator(fn)) return null;
    homes.add(enclosingFunction(fold.call));
    return together([
      ...[fold.initial, ...returnedValues(fn)].map((value) => storedByValue(value, along, walk)),
      walk.ofUse(wrapped(fold.call), along),
    ]);
  }

  /** What a call of `reduce` with its callback on the spot gives; undefined for other values. */
  function foldedBy(value: ts.Expression, along: Way): Stored | null | undefined {
    const callback = ts.isCallExpression(value) && value.arguments[0] ? unwrap(value.arguments[0]) : null;
    const [site] = callback && isFunctionNode(callback) ? (sites.of(callback) ?? []) : [];
    if (!callback || !isFunctionNode(callback) || !callback.body || site?.at !== value) return undefined;
    if (!foldAt(site, program)) return undefined;
    return isNew(callback.body, along) ? ofFold(site, callback, along) : NOTHING;
  }

  const isGivenLater = (variable: ts.Symbol, name: ts.Identifier, home: ts.Node): boolean =>
    namesIn(home, name.text).some((use) => symbolOf(use, checker) === variable && isGivenValue(wrapped(use)));

  /** What is done with a container that a function returns, wherever that is called. */
  function ofCalls(fn: FunctionNode, along: Way): Stored | null {
    if (!isNew(fn, along)) return NOTHING;
    const given = isGenerator(fn) ? null : sites.of(fn);
    return (
      given &&
      together(
        given.map((site) => {
          const { kind, at } = site;
          const fold = foldAt(site, program);
          if (fold) return isAsync(fn) ? null : walk.ofUse(wrapped(fold.call), along);
          if (kind !== 'arguments' || !ts.isCallExpression(at)) return null;
          const call = wrapped(at);
          if (!isAsync(fn)) return walk.ofUse(call, along);
          return ts.isAwaitExpression(call.parent) ? walk.ofUse(wrapped(call.parent), along) : null;
        }),
      )
    );
  }

  /** What is put into the parts that a pattern takes out of a container, or of an entry. */
  function ofPattern(pattern: ts.BindingPattern, along: Way): Stored | null {
    const rest = restOf(along);
    if (rest === null) return NOTHING;
    if (ts.isObjectBindingPattern(pattern)) return null;
    const [step] = along;
    if (step === 'member') return null;
    const isEntry = step === 'entry-key' || step === 'entry-value';
    const parts = isEntry ? pattern.elements.filter((_, i) => i === placeInEntry(along)) : pattern.elements;
    const inPart = step === 'key' || step === 'value' ? ofEntry(along) : rest;
    return together(
      parts.map((part) => {
        if (ts.isOmittedExpression(part)) return NOTHING;
        return part.initializer || part.dotDotDotToken ? null : walk.ofBinding(part.name, inPart);
      }),
    );
  }

  /** What the uses of a name put into the container that it holds. */
  function ofUses(variable: ts.Symbol, name: ts.Identifier, where: ts.Node, along: Way): Stored | null {
    const home = enclosingFunction(name);
    const uses = namesIn(where, variable.getName()).filter(
      (use) => use !== name && symbolOf(use, checker) === variable,
    );
    const isParameter = ts.findAncestor(name, (node) => node === home || ts.isParameter(node)) !== home;
    // What is called meanwhile has ended before the function does.
    if (!isParameter || (isFunctionNode(home) && isAsync(home)) || uses.some((use) => enclosingFunction(use) !== home))
      for (const one of [name, ...uses]) homes.add(enclosingFunction(one));
    return together(
      uses.map((use) => {
        const isBack = !toCallers && !isParameter && isReturned(wrapped(use), home);
        isGivenBack ||= isBack;
        return isBack ? NOTHING : walk.ofUse(wrapped(use), along);
      }),
    );
  }

  const stored = walk.ofVariable(symbol, way);
  // Nothing of one call of a function sees what becomes of its own containers after it has ended.
  return stored && !toCallers && (isPassedOn || (isGivenBack && homes.size > 1)) ? 'given back' : stored;
}

/** The `reduce` of a list that gives a function something, and what it begins with; null elsewhere, and where that is the first item. */
function foldAt(
  site: Given,
  { checker, infer }: WholeProgram,
): { readonly call: ts.CallExpression; readonly initial: ts.Expression } | null {
  if (site.kind !== 'callback' || !/^reduce(Right)?$/.test(site.method)) return null;
  const [, initial, more] = site.call.arguments;
  const list = infer(site.list);
  return initial && !more && list && checker.isArrayType(list) ? { call: site.call, initial } : null;
}

/** The function that ends with giving a container to its caller, by itself. */
function returningWith(container: ts.Node): FunctionNode | null {
  const { parent } = container;
  const fn = enclosingFunction(container);
  return (ts.isReturnStatement(parent) || (isFunctionNode(parent) && parent.body === container)) && isFunctionNode(fn)
    ? fn
    : null;
}

/** Whether a function ends with giving a container to its caller, by itself or in an object of values. */
function isReturned(container: ts.Node, home: ts.Node): boolean {
  let value = container;
  for (; !ts.isReturnStatement(value.parent); value = value.parent)
    if (
      !ts.isArrayLiteralExpression(value.parent) &&
      !ts.isObjectLiteralElement(value.parent) &&
      !ts.isObjectLiteralExpression(value.parent)
    )
      return false;
  const tries = ts.findAncestor(
    value,
    (node) => node === home || (ts.isTryStatement(node) && node.finallyBlock !== undefined),
  );
  return isFunctionNode(home) && !isGenerator(home) && tries === home;
}
