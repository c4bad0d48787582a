import { ts } from 'ts-morph';
import { assignmentsTo, isAssignment, isWritten } from '../source/assignments.js';
import { resolveCallee } from '../calls/callees.js';
import { parameterAt } from '../calls/givenArguments.js';
import { looksAtArguments } from '../source/givenAsArguments.js';
import { poolUseOf } from '../origins/poolCalls.js';
import { namesIn } from '../source/names.js';
import {
  declarationOf,
  enclosingFunction,
  isExportedVariable,
  isFunctionNode,
  isLibrary,
  isPrimitive,
  symbolOf,
  unwrap,
  wrapped,
} from '../source/symbols.js';

const DENSE_RESULT =
  /^(Array\.(from|of)|Object\.(keys|values|entries)|String#(split|match)|fs#readdirSync|Array#(filter|flat|flatMap|toSorted|toReversed|keys))$/;
const KEEPS_DENSITY = /^Array#(map|slice|sort|reverse)$/;
/** Methods that give the list that they are called on. */
const GIVES_ITSELF = /^Array#(sort|reverse|fill|copyWithin)$/;
const SHORTENS = /^Array#(pop|shift|splice)$/;
/** Functions that only go through the list that they are given. */
const KEEPS_GIVEN = /^(Array\.from|Object\.(keys|values|entries)|Array#concat|Promise\.all(Settled)?)$/;

/** Whether an array certainly has no holes, which `map` and `forEach` would pass over. */
export function isDense(expression: ts.Expression, checker: ts.TypeChecker, depth = 0): boolean {
  const node = unwrap(expression);
  if (depth > 6) return false;
  const again = (list: ts.Expression): boolean => isDense(list, checker, depth + 1);
  if (ts.isArrayLiteralExpression(node)) return !node.elements.some((e) => ts.isOmittedExpression(e));
  if (ts.isCallExpression(node)) {
    const callee = resolveCallee(node.expression, checker);
    if (callee.kind !== 'builtin') return false;
    const { key, receiver } = callee;
    if (DENSE_RESULT.test(key)) return true;
    if (!receiver) return false;
    if (KEEPS_DENSITY.test(key)) return again(receiver);
    // The whole list is filled; what other lists have for holes, `concat` takes over.
    if (key === 'Array#fill') return node.arguments.length === 1 || again(receiver);
    return key === 'Array#concat' && again(receiver) && node.arguments.every((a) => isPlainItem(a, again, checker));
  }
  if (!ts.isIdentifier(node)) return false;
  const symbol = symbolOf(node, checker);
  const declaration = symbol ? declarationOf(symbol) : undefined;
  if (!symbol || !declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return false;
  const home = enclosingFunction(declaration);
  return (
    !isExportedVariable(declaration) &&
    [declaration.initializer, ...assignmentsTo(symbol, home, checker)].every(again) &&
    !mayGetHoles(symbol, { home, checker, isReturnedLater: enclosingFunction(node) === home, depth: 0 })
  );
}

/** Whether what `concat` is given brings no holes along. */
function isPlainItem(given: ts.Expression, isDenseList: (list: ts.Expression) => boolean, checker: ts.TypeChecker) {
  if (ts.isSpreadElement(given)) return false;
  return isPrimitive(checker.getTypeAtLocation(given), checker) || isDenseList(given);
}

interface Place {
  /** The function or module that declares the list. */
  readonly home: ts.Node;
  readonly checker: ts.TypeChecker;
  /** Whether the list is asked about before its function can return it. */
  readonly isReturnedLater: boolean;
  readonly depth: number;
  /** Set where the list may not get shorter either, but for what it says may be stored. */
  readonly mayStore?: (element: ts.ElementAccessExpression) => boolean;
}

/**
 * Whether every item that a list has stays there, as far as the code says that gets hold of it.
 *
 * @param mayStore whether an element that is given a value leaves no hole before it
 */
export const keepsItems = (
  symbol: ts.Symbol,
  home: ts.Node,
  checker: ts.TypeChecker,
  mayStore: (element: ts.ElementAccessExpression) => boolean,
): boolean => !mayGetHoles(symbol, { home, checker, isReturnedLater: true, depth: 0, mayStore });

/** Whether some use may give a list holes: an element or the length is written, or others get hold of it who might do that. */
const mayGetHoles = (symbol: ts.Symbol, place: Place): boolean =>
  namesIn(place.home, symbol.getName()).some(
    (use) => symbolOf(use, place.checker) === symbol && !keepsDensity(wrapped(use), place),
  );

function keepsDensity(use: ts.Node, place: Place): boolean {
  const { parent } = use;
  const { checker } = place;
  if (ts.isVariableDeclaration(parent) || ts.isParameter(parent)) return parent.name === use;
  if (ts.isExpression(use) && poolUseOf(use, checker)) return true;
  if ((ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) && parent.expression === use) {
    const part = wrapped(parent);
    if (ts.isDeleteExpression(part.parent)) return false;
    if (isWritten(part)) return ts.isElementAccessExpression(parent) && (place.mayStore?.(parent) ?? false);
    return !ts.isCallExpression(part.parent) || part.parent.expression !== part || isKeepingCall(part.parent, place);
  }
  if (isAssignment(parent) && parent.left === use) return ts.isExpressionStatement(parent.parent);
  if (ts.isForOfStatement(parent) || ts.isForInStatement(parent)) return parent.expression === use;
  if (ts.isCallExpression(parent) && parent.expression !== use) return isKeepingArgument(parent, use, place);
  if (ts.isReturnStatement(parent)) return place.isReturnedLater;
  if (ts.isArrayLiteralExpression(parent)) return areExchanged(parent, place);
  if (ts.isBinaryExpression(parent)) return isPrimitive(checker.getTypeAtLocation(parent), checker);
  return (
    ts.isSpreadElement(parent) ||
    ts.isTypeOfExpression(parent) ||
    ts.isTypeQueryNode(parent) ||
    ts.isPrefixUnaryExpression(parent) ||
    (ts.isTemplateSpan(parent) && !ts.isTaggedTemplateExpression(parent.parent.parent)) ||
    ts.isIfStatement(parent) ||
    ts.isExpressionStatement(parent)
  );
}

/** `[a, b] = [b, a]`, of lists that all have no holes. */
function areExchanged({ parent }: ts.ArrayLiteralExpression, { checker, mayStore }: Place): boolean {
  if (!isAssignment(parent) || !ts.isExpressionStatement(parent.parent)) return false;
  const [left, right] = [parent.left, parent.right].map((side) =>
    ts.isArrayLiteralExpression(side) && side.elements.every(ts.isIdentifier) ? side.elements : null,
  );
  if (
    !left ||
    !right ||
    mayStore ||
    left
      .map((e) => e.getText())
      .sort()
      .join() !==
      right
        .map((e) => e.getText())
        .sort()
        .join()
  )
    return false;
  if (exchanges.has(parent)) return true;
  exchanges.add(parent);
  try {
    return right.every((list) => isDense(list, checker));
  } finally {
    exchanges.delete(parent);
  }
}

/** Exchanges being looked at. */
const exchanges = new Set<ts.Node>();

/** `list.sort(compare)`: a method of the language whose functions do not get the list itself. */
function isKeepingCall(call: ts.CallExpression, place: Place): boolean {
  const { checker } = place;
  const callee = resolveCallee(call.expression, checker);
  if (callee.kind !== 'builtin' || (place.mayStore && SHORTENS.test(callee.key))) return false;
  const position = /#reduce(Right)?$/.test(callee.key) ? 3 : 2;
  const keeps = (given: ts.Expression): boolean =>
    checker
      .getTypeAtLocation(given)
      .getCallSignatures()
      .every(({ declaration }) => declaration !== undefined && keepsParameter(declaration, position, place));
  if (!call.arguments.every(keeps)) return false;
  // `splice(1, 0, …)` puts in items, and moves the others.
  return !GIVES_ITSELF.test(callee.key) || keepsDensity(wrapped(call), place);
}

/** `JSON.stringify(list)`, and functions of the program that keep it as it is. */
function isKeepingArgument(call: ts.CallExpression, use: ts.Node, place: Place): boolean {
  const { checker, depth } = place;
  const callee = resolveCallee(call.expression, checker);
  if (callee.kind === 'builtin') {
    const { changes, returns } = callee.entry;
    return (changes === undefined && /^(primitive|fresh)$/.test(returns)) || KEEPS_GIVEN.test(callee.key);
  }
  if (callee.kind !== 'program' || depth > 2) return false;
  const position = call.arguments.findIndex((a) => a === use);
  return callee.functions.every((fn) => keepsParameter(fn, position, place));
}

/** Whether a function leaves the list that it is given at some place as it is. */
function keepsParameter(fn: ts.SignatureDeclaration | ts.JSDocSignature, position: number, place: Place): boolean {
  const { checker, depth } = place;
  if (ts.isJSDocSignature(fn)) return false;
  if (isLibrary(fn)) return true;
  if (depth > 2 || !isFunctionNode(fn) || looksAtArguments(fn)) return false;
  const parameter = parameterAt(fn, position);
  if (!parameter) return true;
  if (!ts.isIdentifier(parameter.name) || parameter.dotDotDotToken) return false;
  const symbol = checker.getSymbolAtLocation(parameter.name);
  return symbol !== undefined && !mayGetHoles(symbol, { ...place, home: fn, isReturnedLater: false, depth: depth + 1 });
}

/** Whether an array is seen to be made where it may get holes: `[1, , 3]`, `new Array(n)`, a list that is filled by index. */
export function mayShowHoles(expression: ts.Expression, checker: ts.TypeChecker): boolean {
  const node = unwrap(expression);
  const symbol = ts.isIdentifier(node) ? symbolOf(node, checker) : undefined;
  const declaration = symbol && declarationOf(symbol);
  const isNamed = declaration !== undefined && ts.isVariableDeclaration(declaration) && declaration.initializer;
  const made = isNamed ? unwrap(declaration.initializer) : node;
  const isMade =
    ts.isArrayLiteralExpression(made) ||
    ((ts.isNewExpression(made) || ts.isCallExpression(made)) && made.expression.getText() === 'Array');
  return isMade && !isDense(node, checker);
}
