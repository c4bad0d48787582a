import { ts } from 'ts-morph';
import { namesIn } from '../source/names.js';
import { isGivenValue } from '../source/memberWrites.js';
import {
  enclosingFunction,
  isConstant,
  isExportedVariable,
  isFunctionNode,
  isGenerator,
  symbolOf,
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
import { storedByUse } from './storedByUse.js';
import { storedByValue } from './storedByValue.js';
import { assignedTo } from './variableValues.js';

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
export function storedAlong(symbol: ts.Symbol, way: Way, checker: ts.TypeChecker): Stored | null {
  const seen = new Set<string>();
  const numbers = new Map<ts.Symbol, number>();
  const homes = new Set<ts.Node>();
  let isGivenBack = false;

  /** Whether a name was not met on this way before; what was is looked at already. */
  function isNew(name: ts.Symbol, along: Way): boolean {
    const number = numbers.get(name) ?? numbers.size;
    numbers.set(name, number);
    const key = `${number} ${along.join(' ')}`;
    const isFirst = !seen.has(key);
    seen.add(key);
    return isFirst;
  }

  const walk: ContainerWalk = {
    checker,
    ofUse: (container, along) => storedByUse(container, along, walk),
    ofValue: (value, along) => (along === null ? { ...NOTHING, values: [value] } : storedByValue(value, along, walk)),

    ofVariable(variable, along) {
      const declaration = variable.valueDeclaration;
      if (seen.size > LIMIT || along.length > 4) return null;
      if (!isNew(variable, along)) return NOTHING;
      // `var` may declare a name again.
      if (variable.declarations?.length !== 1) return null;
      if (!declaration || !ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name)) return null;
      if (!declaration.initializer || isExportedVariable(declaration)) return null;
      const names = namesIn(declaration.getSourceFile(), variable.getName());
      if (names.some(({ parent }) => ts.isExportSpecifier(parent) || ts.isExportAssignment(parent))) return null;
      const later = isConstant(declaration) ? [] : assignedTo(variable, declaration, checker);
      const made = later && [declaration.initializer, ...later].map((value) => storedByValue(value, along, walk));
      return made && together([...made, ofUses(variable, declaration.name, declaration.getSourceFile(), along)]);
    },

    ofBinding(name, along) {
      if (ts.isIdentifier(name)) {
        const variable = checker.getSymbolAtLocation(name);
        if (!variable) return null;
        const { parent } = name;
        if (ts.isVariableDeclaration(parent) && parent.initializer) return walk.ofVariable(variable, along);
        if (!isNew(variable, along)) return NOTHING;
        const home = enclosingFunction(name);
        return namesIn(home, name.text).some((use) => symbolOf(use, checker) === variable && isGivenValue(wrapped(use)))
          ? null
          : ofUses(variable, name, home, along);
      }
      return ofPattern(name, along);
    },
  };

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
    if (!isParameter || uses.some((use) => enclosingFunction(use) !== home))
      for (const one of [name, ...uses]) homes.add(enclosingFunction(one));
    return together(
      uses.map((use) => {
        const isBack = !isParameter && isReturned(wrapped(use), home);
        isGivenBack ||= isBack;
        return isBack ? NOTHING : walk.ofUse(wrapped(use), along);
      }),
    );
  }

  const stored = walk.ofVariable(symbol, way);
  // Nothing of one call of a function sees what becomes of its own containers after it has ended.
  return isGivenBack && homes.size > 1 ? null : stored;
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
