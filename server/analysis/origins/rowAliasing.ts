import { ts } from 'ts-morph';
import type { Aliasing } from './aliases.js';
import { assignmentsTo, isAssignment } from '../source/assignments.js';
import { resolveCallee } from '../calls/callees.js';
import { holdsOfArguments, plainParameter } from '../calls/callsOf.js';
import { returnedValues } from '../source/functions.js';
import { namesIn } from '../source/names.js';
import { rowsOf } from './listParts.js';
import { isNew, isNewThroughout } from './newObjects.js';
import { happensBefore, leaks } from './sharing.js';
import { storesOldParts } from './storesOldParts.js';
import {
  constantBehind,
  declarationOf,
  enclosingFunction,
  type FunctionNode,
  isFunctionNode,
  isInside,
  isPrimitive,
  mentions,
  symbolOf,
  unwrap,
} from '../source/symbols.js';

/** How far items must be apart: different objects, or without any part in common. */
export type Apart = 'different' | 'throughout';

/** Whether the items of a collection are different objects: 'never' the same, 'certain'ly one, or 'possible'. */
export function itemAliasing(
  collection: ts.Expression,
  loop: ts.Node,
  checker: ts.TypeChecker,
  apart: Apart,
): Aliasing {
  const node = unwrap(collection);
  const symbol = ts.isIdentifier(node) ? symbolOf(node, checker) : undefined;
  return symbol ? rowAliasing(symbol, loop, checker, apart) : rowsOf(node, checker, apart, loop);
}

/** The same of the array that a name holds. */
export function rowAliasing(symbol: ts.Symbol, loop: ts.Node, checker: ts.TypeChecker, apart: Apart): Aliasing {
  const declaration = declarationOf(symbol);
  if (!declaration) return 'possible';
  return ts.isParameter(declaration)
    ? rowsOfParameter(symbol, loop, checker, apart)
    : rowsOfVariable(symbol, loop, checker, apart, (use) => happensBefore(use, declaration, loop));
}

/** Those of the arrays that a function is given by its own file, which nobody else calls. */
function rowsOfParameter(symbol: ts.Symbol, loop: ts.Node, checker: ts.TypeChecker, apart: Apart): Aliasing {
  const parameter = plainParameter(symbol, checker);
  if (!parameter || enclosingFunction(loop) !== parameter.fn) return 'possible';
  const { fn } = parameter;
  if (linksItems(symbol, fn, checker, apart) || leaks(symbol, fn, checker, () => true, loop)) return 'possible';
  const areApart = holdsOfArguments(
    symbol,
    checker,
    (argument, call) => itemAliasing(argument, call, checker, apart) === 'never',
  );
  return areApart && storesNewRows(symbol, fn, checker, apart) ? 'never' : 'possible';
}

/** @param counts whether a use may let the array out in time */
function rowsOfVariable(
  symbol: ts.Symbol,
  loop: ts.Node,
  checker: ts.TypeChecker,
  apart: Apart,
  counts: (use: ts.Node) => boolean,
): Aliasing {
  const declaration = declarationOf(symbol);
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return 'possible';
  const home = enclosingFunction(declaration);
  const values = [declaration.initializer, ...assignmentsTo(symbol, home, checker)];
  const made = onceActive(symbol, () => values.map((value) => rowsOf(value, checker, apart, loop)));
  if (made.includes('certain') || linksItems(symbol, home, checker, apart)) return 'certain';
  if (storesOneAgain(symbol, home, checker)) return 'certain';
  if (made.includes('possible')) return 'possible';
  // Who has an item cannot put it into the array a second time.
  const lets = (use: ts.Node): boolean => counts(use) && !(apart === 'different' && givesItemsOnly(use, checker));
  if (leaks(symbol, home, checker, lets, loop)) return 'possible';
  return storesNewRows(symbol, home, checker, apart) ? 'never' : 'possible';
}

/** Whether a loop puts one object into an array round after round: `for (…) rows.push(row)`, with a constant from before the loop. */
function storesOneAgain(symbol: ts.Symbol, home: ts.Node, checker: ts.TypeChecker): boolean {
  return namesIn(home, symbol.getName()).some((use) => {
    if (symbolOf(use, checker) !== symbol) return false;
    return storedThrough(use).some((value) => {
      const constant = constantBehind(unwrap(value), checker)?.declaration;
      if (!constant || isPrimitive(checker.getTypeAtLocation(value), checker)) return false;
      const isRound = (node: ts.Node): boolean => ts.isIterationStatement(node, false) && !isInside(constant, node);
      return ts.findAncestor(use, (node) => isRound(node) || (node === home ? 'quit' : false)) !== undefined;
    });
  });
}

/** `value` in `rows.push(value)` and `rows[i] = value`. */
function storedThrough(list: ts.Node): readonly ts.Expression[] {
  const { parent } = list;
  const around = parent.parent;
  if (ts.isElementAccessExpression(parent))
    return parent.expression === list && isAssignment(around) && around.left === parent ? [around.right] : [];
  const isAdded = ts.isPropertyAccessExpression(parent) && /^(push|unshift)$/.test(parent.name.text);
  return isAdded && ts.isCallExpression(around) && around.expression === parent ? around.arguments : [];
}

const GIVES_ITEMS = new Set(
  'at concat entries every filter find findLast flatMap forEach map slice some toReversed toSorted values'.split(' '),
);

/** Whether a use of an array hands its items to somebody, and not the array. */
function givesItemsOnly(use: ts.Node, checker: ts.TypeChecker): boolean {
  const { parent } = use;
  if (ts.isSpreadElement(parent)) return true;
  if (ts.isNewExpression(parent)) return parent.expression.getText() === 'Set';
  const call = ts.isCallExpression(parent) ? parent : parent.parent;
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return false;
  const { expression: list, name } = call.expression;
  if (parent === call) return name.text === 'concat';
  return (
    list === use &&
    GIVES_ITEMS.has(name.text) &&
    call.arguments
      .map(unwrap)
      .every((a) =>
        isFunctionNode(a)
          ? a.parameters.length <= 2
          : name.text === 'concat' || isPrimitive(checker.getTypeAtLocation(a), checker),
      )
  );
}

/** Functions and variables being looked at: what calls itself, or is made of itself (`rows = rows.concat(more)`), is not followed. */
const active = new Set<FunctionNode | ts.Symbol>();

function onceActive(asked: FunctionNode | ts.Symbol, find: () => readonly Aliasing[]): readonly Aliasing[] {
  if (active.has(asked)) return ['possible'];
  active.add(asked);
  try {
    return find();
  } finally {
    active.delete(asked);
  }
}

export const rowsReturnedBy = (fn: FunctionNode, checker: ts.TypeChecker, apart: Apart): readonly Aliasing[] =>
  onceActive(fn, () => returnedValues(fn).map((value) => rowsReturned(value, checker, apart)));

/** The rows of what a function returns: of a new array, or of one that it made and lets go of. */
function rowsReturned(value: ts.Expression, checker: ts.TypeChecker, apart: Apart): Aliasing {
  const node = unwrap(value);
  if (!ts.isIdentifier(node)) return rowsOf(node, checker, apart, node);
  const symbol = symbolOf(node, checker);
  const declaration = symbol ? declarationOf(symbol) : undefined;
  if (!symbol || !declaration || enclosingFunction(declaration) !== enclosingFunction(node)) return 'possible';
  return rowsOfVariable(symbol, node.parent, checker, apart, () => true);
}

/** Whether an expression makes an object for itself, and everything in it where that matters. */
export const isNewItem = (row: ts.Expression, checker: ts.TypeChecker, apart: Apart): boolean =>
  apart === 'different' ? isNew(row, checker) : isNewThroughout(row, checker);

/**
 * Whether every item put into the object of a name was made for it.
 *
 * @param isSwapped set where the name is only exchanged with another one: that puts nothing into either object
 */
export function keepsNewItems(symbol: ts.Symbol, checker: ts.TypeChecker, isSwapped = false): boolean {
  const declaration = declarationOf(symbol);
  return (
    declaration !== undefined && storesNewRows(symbol, enclosingFunction(declaration), checker, 'different', isSwapped)
  );
}

/** Whether every row put into the array later is new, too. */
function storesNewRows(
  symbol: ts.Symbol,
  home: ts.Node,
  checker: ts.TypeChecker,
  apart: Apart,
  isSwapped = false,
): boolean {
  let fine = true;
  const isIt = (node: ts.Expression): boolean => ts.isIdentifier(node) && symbolOf(node, checker) === symbol;
  const takesApart = (left: ts.Node): boolean =>
    ts.isObjectLiteralExpression(left) ||
    (ts.isArrayLiteralExpression(left) && !(isSwapped && left.elements.every(ts.isIdentifier)));
  const visit = (node: ts.Node): void => {
    if (apart === 'throughout' && storesOldParts(node, checker)) fine = false;
    if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      const target = unwrap(node.left);
      if (
        ts.isElementAccessExpression(target) &&
        isIt(target.expression) &&
        !isPrimitive(checker.getTypeAtLocation(node.right), checker)
      )
        fine &&= isNewItem(node.right, checker, apart);
    }
    if (ts.isBinaryExpression(node) && takesApart(node.left) && mentions(node.left, symbol, checker)) fine = false;
    if (ts.isCallExpression(node) && node.arguments.some(isIt)) fine &&= keepsRows(node, isIt, checker, apart);
    if (
      ts.isCallExpression(node) &&
      ts.isPropertyAccessExpression(node.expression) &&
      isIt(node.expression.expression)
    ) {
      const { text } = node.expression.name;
      if (['push', 'unshift', 'splice', 'set', 'add'].includes(text))
        fine &&= node.arguments.every(
          (a) => isPrimitive(checker.getTypeAtLocation(a), checker) || isNewItem(a, checker, apart),
        );
      if (['fill', 'copyWithin'].includes(text)) fine = false;
    }
    ts.forEachChild(node, visit);
  };
  visit(home);
  return fine;
}

/**
 * Whether an item is put into its array again, `rows.push(rows[0])`, or into another item, also with a name of its own:
 * `nodes.push({ before: nodes[i - 1] })`, `node.next = nodes[i + 1]`.
 */
function linksItems(symbol: ts.Symbol, home: ts.Node, checker: ts.TypeChecker, apart: Apart): boolean {
  const holdsItem = (value: ts.Expression): boolean => {
    const node = unwrap(value);
    if (!ts.isObjectLiteralExpression(node)) return false;
    return node.properties.some(
      (p) =>
        ts.isPropertyAssignment(p) &&
        !isPrimitive(checker.getTypeAtLocation(p.initializer), checker) &&
        !isFunctionNode(unwrap(p.initializer)) &&
        isItemOf(p.initializer),
    );
  };
  /** `nodes[i]`, `nodes.at(-1)`, and `nodes[i] ?? null`. */
  const isItemOf = (value: ts.Expression): boolean => {
    const node = unwrap(value);
    if (ts.isBinaryExpression(node)) return isItemOf(node.left) || isItemOf(node.right);
    if (ts.isConditionalExpression(node)) return isItemOf(node.whenTrue) || isItemOf(node.whenFalse);
    const isAt =
      ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'at';
    const array = isAt ? node.expression.expression : null;
    const from = array ?? (ts.isElementAccessExpression(node) ? node.expression : null);
    return from !== null && ts.isIdentifier(from) && symbolOf(from, checker) === symbol;
  };
  return namesIn(home, symbol.getName()).some((use) => {
    if (symbolOf(use, checker) !== symbol) return false;
    const { parent: place } = use;
    if (!ts.isPropertyAccessExpression(place) && !ts.isElementAccessExpression(place)) return false;
    const { parent } = place;
    if (ts.isCallExpression(parent) && parent.expression === place && /\.(push|unshift)$/.test(place.getText()))
      return parent.arguments.some((a) => isItemOf(a) || (apart === 'throughout' && holdsItem(a)));
    if (isAssignment(parent) && parent.left === place && isItemOf(parent.right) && !isMoved(parent, home)) return true;
    if (apart !== 'throughout') return false;
    if (isAssignment(parent) && parent.left === place) return holdsItem(parent.right);
    if (ts.isCallExpression(parent) && parent.expression === place && parent.arguments.some(holdsItem)) return true;
    const link = ts.findAncestor(place, isAssignment);
    return link !== undefined && ts.isPropertyAccessExpression(unwrap(link.left)) && isItemOf(link.right);
  });
}

/** Whether the place that an item is taken from is given another one: `rows[i] = rows[j]; rows[j] = old;` */
function isMoved({ left, right, operatorToken }: ts.BinaryExpression, home: ts.Node): boolean {
  const from = unwrap(right).getText();
  if (operatorToken.kind !== ts.SyntaxKind.EqualsToken || from === left.getText()) return true;
  let found = false;
  const visit = (node: ts.Node): void => {
    found ||= isAssignment(node) && node.left.getText() === from;
    if (!found) ts.forEachChild(node, visit);
  };
  visit(home);
  return found;
}

/** Whether a function that is given the array puts no other rows into it. */
function keepsRows(
  call: ts.CallExpression,
  isIt: (node: ts.Expression) => boolean,
  checker: ts.TypeChecker,
  apart: Apart,
): boolean {
  const callee = resolveCallee(call.expression, checker);
  if (callee.kind === 'builtin') return callee.entry.changes !== 'first';
  if (callee.kind !== 'program') return false;
  return callee.functions.every((fn) => {
    const parameter = fn.parameters[call.arguments.findIndex(isIt)];
    const symbol =
      parameter && ts.isIdentifier(parameter.name) ? checker.getSymbolAtLocation(parameter.name) : undefined;
    return symbol !== undefined && fn.body !== undefined && storesNewRows(symbol, fn, checker, apart);
  });
}
