import { ts } from 'ts-morph';
import { assignmentsTo, isAssignment } from '../source/assignments.js';
import { resolveCallee } from '../calls/callees.js';
import { functionsHanded } from '../calls/functionsHanded.js';
import { parameterAt } from '../calls/givenArguments.js';
import { looksAtArguments } from '../source/givenAsArguments.js';
import { returnedValues } from '../source/functions.js';
import { isMereRead } from './isMereRead.js';
import { isNewThroughout } from './newObjects.js';
import { namesIn } from '../source/names.js';
import { createOrigins } from './origins.js';
import { poolUseOf, type PoolUse, resultsAreNew, itemNames } from './poolCalls.js';
import { holdsPrimitives } from './primitiveParts.js';
import { storesOldParts } from './storesOldParts.js';
import {
  codeAround,
  declarationOf,
  enclosingFunction,
  type FunctionNode,
  isAsync,
  isExportedVariable,
  isFunctionNode,
  isGenerator,
  isInside,
  isPrimitive,
  namesOf,
  symbolOf,
} from '../source/symbols.js';
import { rememberedWith, rememberedWithBoth } from '../untyped/remembering.js';

/**
 * Whether only this name leads to its object while the loop runs: it was made for the name, and was not handed
 * out before or during the loop.
 */
export const isUnshared = rememberedWithBoth((symbol: ts.Symbol, loop: ts.Node, checker): boolean => {
  const declaration = declarationOf(symbol);
  return (
    declaration !== undefined &&
    isMadeFor(symbol, checker) &&
    !leaks(symbol, enclosingFunction(declaration), checker, (use) => happensBefore(use, declaration, loop), loop)
  );
});

/** Whether a variable only ever holds objects that are made for it, with nothing in them that has a name. */
export const isMadeFor = rememberedWith((symbol: ts.Symbol, checker): boolean => {
  const declaration = declarationOf(symbol);
  if (!declaration || !ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name)) return false;
  const { initializer } = declaration;
  // `for (const row of rows)` names what others hold.
  if (!initializer && !ts.isVariableStatement(declaration.parent.parent)) return false;
  const home = enclosingFunction(declaration);
  const values = [...(initializer ? [initializer] : []), ...assignmentsTo(symbol, home, checker)];
  // Seen from the value alone, every other name is outside: nothing that has a name may be in it.
  return values.every((value) => isNewThroughout(value, checker));
});

/** Whether only functions that can be followed lead to the object: nothing unknown can change it. */
export function isPrivate(symbol: ts.Symbol, loop: ts.Node, checker: ts.TypeChecker): boolean {
  const declaration = declarationOf(symbol);
  if (!declaration || !ts.isVariableDeclaration(declaration)) return false;
  return (
    !isExportedVariable(declaration) &&
    isUnshared(symbol, loop, checker) &&
    !isChangedElsewhere(symbol, enclosingFunction(declaration), loop, checker)
  );
}

/** Whether a function that does not stand around or in the loop may change an object: unknown code may come to call it. */
const isChangedElsewhere = (symbol: ts.Symbol, home: ts.Node, loop: ts.Node, checker: ts.TypeChecker): boolean =>
  namesIn(home, symbol.getName()).some((use) => {
    const around = codeAround(use);
    return (
      !isInside(loop, around) && !isInside(use, loop) && symbolOf(use, checker) === symbol && !isMereRead(use, checker)
    );
  });

/** Whether a use can come before the end of the loop: it stands before, or a loop or function around both comes round again. */
export function happensBefore(use: ts.Node, declaration: ts.Node, loop: ts.Node): boolean {
  if (use.pos < loop.end) return true;
  for (let node = loop.parent; node && !ts.isSourceFile(node); node = node.parent) {
    if (isInside(declaration, node)) return false;
    if ((ts.isIterationStatement(node, false) || isFunctionNode(node)) && isInside(use, node)) return true;
    if (isFunctionNode(node)) return true;
  }
  return !ts.isSourceFile(enclosingFunction(use));
}

/** Whether some use that counts lets the object out to where it gets a second name. */
export function leaks(
  symbol: ts.Symbol,
  home: ts.Node,
  checker: ts.TypeChecker,
  counts: (use: ts.Node) => boolean,
  loop: ts.Node | null,
  depth = 0,
  judged = loop,
): boolean {
  return namesIn(home, symbol.getName()).some(
    (use) => symbolOf(use, checker) === symbol && counts(use) && !isSafeUse(use, checker, loop, depth, judged),
  );
}

/** A use after which nobody else holds the object. */
function isSafeUse(
  use: ts.Expression,
  checker: ts.TypeChecker,
  loop: ts.Node | null,
  depth: number,
  judged: ts.Node | null,
): boolean {
  const { parent } = use;
  if (isPrimitive(checker.getTypeAtLocation(use), checker)) return true;
  if (ts.isVariableDeclaration(parent)) {
    if (parent.name === use) return true;
    // Inside the loop a second name is followed; outside it is not.
    return loop !== null && isInside(parent, loop);
  }
  if (ts.isParenthesizedExpression(parent) || ts.isNonNullExpression(parent) || ts.isAsExpression(parent))
    return isSafeUse(parent, checker, loop, depth, judged);
  const pooled = poolUseOf(use, checker);
  if (pooled) return isSafeInPool(pooled, use, checker, loop, depth, judged);
  if (ts.isParameter(parent) && parent.name === use) return true;
  if (ts.isElementAccessExpression(parent) && parent.argumentExpression === use) return true;
  if (
    ts.isPropertyAccessExpression(parent) &&
    ts.isCallExpression(parent.parent) &&
    parent.parent.expression === parent
  )
    return isSafeMethod(parent.parent, parent, checker, loop, depth, judged);
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) {
    // A typed array's buffer is another way to its memory.
    if (ts.isPropertyAccessExpression(parent) && parent.name.text === 'buffer') return false;
    return isSafeUse(parent, checker, loop, depth, judged);
  }
  // What it gives on is the object that was there before, or the one that it puts there.
  if (isAssignment(parent))
    return parent.left === use && (isDropped(parent) || isSafeUse(parent, checker, loop, depth, judged));
  if (ts.isBinaryExpression(parent)) {
    return ![
      ts.SyntaxKind.BarBarToken,
      ts.SyntaxKind.QuestionQuestionToken,
      ts.SyntaxKind.AmpersandAmpersandToken,
      ts.SyntaxKind.CommaToken,
    ].includes(parent.operatorToken.kind);
  }
  if (ts.isForOfStatement(parent) || ts.isForInStatement(parent))
    // As a target it is given what somebody holds.
    return (
      parent.expression === use &&
      (holdsPrimitives(use, checker) ||
        (loop !== null && isInside(parent, loop)) ||
        (depth <= 3 && !isAround(parent, judged) && itemStaysInside(parent, checker, depth, judged)))
    );
  if (ts.isSpreadElement(parent)) return holdsPrimitives(use, checker) || isMereArgument(parent, checker);
  if (ts.isCallExpression(parent) && parent.expression !== use)
    return isSafeArgument(parent, use, checker, depth, judged);
  return (
    ts.isTypeOfExpression(parent) ||
    ts.isPrefixUnaryExpression(parent) ||
    (ts.isTemplateSpan(parent) && !ts.isTaggedTemplateExpression(parent.parent.parent)) ||
    (ts.isReturnStatement(parent) && loop !== null && isInside(loop, enclosingFunction(parent))) ||
    ts.isExpressionStatement(parent) ||
    ts.isIfStatement(parent)
  );
}

/** Whether nobody gets what an expression gives. */
function isDropped(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isExpressionStatement(parent) || ts.isVoidExpression(parent)) return true;
  if (ts.isForStatement(parent)) return parent.condition !== node;
  if (ts.isArrowFunction(parent)) {
    const call = parent.parent;
    return (
      ts.isCallExpression(call) &&
      ts.isPropertyAccessExpression(call.expression) &&
      call.expression.name.text === 'forEach'
    );
  }
  const passesOn =
    ts.isParenthesizedExpression(parent) || ts.isBinaryExpression(parent) || ts.isConditionalExpression(parent);
  return passesOn && !isAssignment(parent) && isDropped(parent);
}

/** A task works on copies, or lets go of what it was given; `zip` hands the items on. */
function isSafeInPool(
  { call, isItems }: PoolUse,
  use: ts.Expression,
  checker: ts.TypeChecker,
  loop: ts.Node | null,
  depth: number,
  judged: ts.Node | null,
): boolean {
  if (!resultsAreNew(call, checker, (fn) => createOrigins(fn, checker))) return false;
  const isZip = ts.isPropertyAccessExpression(call.expression) && /^zip/.test(call.expression.name.text);
  if (!isItems || !isZip || holdsPrimitives(use, checker)) return true;
  const items = itemNames(call);
  if (!items || depth > 3) return false;
  if (loop !== null && isInside(call, loop)) return true;
  return (
    !isAround(call.parent, judged) &&
    items.names.every((name) => {
      const symbol = checker.getSymbolAtLocation(name);
      return symbol !== undefined && !leaks(symbol, items.body, checker, () => true, null, depth + 1, judged);
    })
  );
}

/** Whether the judged loop runs inside other code, which still holds what it was given then. */
const isAround = (outer: ts.Node, judged: ts.Node | null): boolean =>
  judged !== null && judged !== outer && isInside(judged, outer);

/** Whether a loop keeps nothing of its items. */
function itemStaysInside(
  loop: ts.ForOfStatement | ts.ForInStatement,
  checker: ts.TypeChecker,
  depth: number,
  judged: ts.Node | null,
): boolean {
  const [item] = ts.isVariableDeclarationList(loop.initializer) ? loop.initializer.declarations : [];
  if (!item || !ts.isIdentifier(item.name)) return false;
  const symbol = checker.getSymbolAtLocation(item.name);
  return symbol !== undefined && !leaks(symbol, loop.statement, checker, () => true, null, depth + 1, judged);
}

/** Whether the items are looked at by a builtin, and not kept: `Math.max(...list)`. */
function isMereArgument({ parent }: ts.SpreadElement, checker: ts.TypeChecker): boolean {
  const callee = ts.isCallExpression(parent) ? resolveCallee(parent.expression, checker) : null;
  return callee?.kind === 'builtin' && callee.entry.returns === 'primitive' && callee.entry.changes === undefined;
}

/** `grid.map(…)`: safe where the result can hold no part of the receiver. */
function isSafeMethod(
  call: ts.CallExpression,
  method: ts.PropertyAccessExpression,
  checker: ts.TypeChecker,
  loop: ts.Node | null,
  depth: number,
  judged: ts.Node | null,
): boolean {
  const callee = resolveCallee(method, checker);
  if (callee.kind === 'program')
    return (
      depth <= 3 &&
      callee.functions.every((fn) => keepsNoThis(fn, checker, depth, judged)) &&
      (isPrimitive(checker.getTypeAtLocation(call), checker) || isDropped(call))
    );
  if (callee.kind !== 'builtin') return false;
  const { returns } = callee.entry;
  const callbacks = functionsHanded(call, callee.key, checker);
  // Items that are plain values can be kept; the list, which comes behind them, cannot.
  const list = /#reduce(Right)?$/.test(callee.key) ? 3 : 2;
  const first = holdsPrimitives(method.expression, checker) ? list : 0;
  if (!callbacks?.every((fn) => keepsNoParts(fn, first, checker, depth, judged))) return false;
  if (returns === 'primitive' || returns === 'fresh')
    return holdsPrimitives(method.expression, checker) || callbacks.length === 0 || returns === 'primitive';
  if (returns === 'receiver') return isSafeUse(call, checker, loop, depth, judged);
  // A list of what its callback makes.
  if (callee.key === 'Array#map' && callbacks.length > 0 && callbacks.every((fn) => makesAllAnew(fn, checker)))
    return true;
  if (method.name.text === 'subarray') return false;
  return (
    holdsPrimitives(method.expression, checker) ||
    isPrimitive(checker.getTypeAtLocation(call), checker) ||
    (returns === 'holds' && holdsPrimitives(call, checker)) ||
    isSafeUse(call, checker, loop, depth, judged)
  );
}

function isSafeArgument(
  call: ts.CallExpression,
  use: ts.Expression,
  checker: ts.TypeChecker,
  depth: number,
  judged: ts.Node | null,
): boolean {
  const callee = resolveCallee(call.expression, checker);
  if (callee.kind === 'builtin') {
    if (callee.receiver && callee.entry.changes === 'receiver') return false;
    const callbacks = functionsHanded(call, callee.key, checker);
    if (!callbacks?.every((fn) => keepsNoParts(fn, 0, checker, depth, judged))) return false;
    return callee.entry.returns === 'primitive' || callee.entry.returns === 'fresh' || holdsPrimitives(use, checker);
  }
  if (callee.kind !== 'program' || depth > 3) return false;
  const position = call.arguments.indexOf(use);
  return callee.functions.every((fn) => keepsNothing(fn, position, checker, depth, judged));
}

/** Whether a function only gives what it has made itself. */
function makesAllAnew(fn: FunctionNode, checker: ts.TypeChecker): boolean {
  const origins = createOrigins(fn, checker);
  return returnedValues(fn).every((value) => origins.isFreshThroughout(value));
}

/** Whether a callback keeps nothing of what a method hands it, from one parameter on. */
const keepsNoParts = (
  fn: FunctionNode,
  first: number,
  checker: ts.TypeChecker,
  depth: number,
  judged: ts.Node | null,
): boolean =>
  depth <= 3 &&
  !looksAtArguments(fn) &&
  fn.parameters.every((parameter, position) => {
    if (position < first && !parameter.dotDotDotToken) return true;
    const names = namesOf(parameter.name);
    if (names.every((name) => isPrimitive(checker.getTypeAtLocation(name), checker))) return true;
    return keepsNothing(fn, position, checker, depth, judged);
  });

/** Whether a function lets go of an argument when it returns. */
function keepsNothing(
  fn: FunctionNode,
  position: number,
  checker: ts.TypeChecker,
  depth: number,
  judged: ts.Node | null,
): boolean {
  if (isAround(fn, judged) || looksAtArguments(fn)) return false;
  const parameter = parameterAt(fn, position);
  if (!parameter) return true;
  if (!ts.isIdentifier(parameter.name) || parameter.dotDotDotToken) return false;
  const symbol = checker.getSymbolAtLocation(parameter.name);
  return (
    symbol !== undefined &&
    namesIn(fn, symbol.getName()).every((use) => symbolOf(use, checker) !== symbol || endsWith(use, fn, checker)) &&
    !leaks(symbol, fn, checker, () => true, null, depth + 1, judged)
  );
}

/** Whether a method lets go of its object, and of all parts of it, when it returns, and puts nothing into it that has a name elsewhere. */
function keepsNoThis(fn: FunctionNode, checker: ts.TypeChecker, depth: number, judged: ts.Node | null): boolean {
  if (
    !ts.isMethodDeclaration(fn) ||
    !ts.isClassLike(fn.parent) ||
    isAround(fn, judged) ||
    isGenerator(fn) ||
    isAsync(fn)
  )
    return false;
  const isSafeThis = (node: ts.Expression): boolean => {
    const { parent: part } = node;
    const isField =
      ts.isPropertyAccessExpression(part) &&
      (checker.getSymbolAtLocation(part.name)?.declarations ?? []).every((d) => !ts.isAccessor(d));
    return isField && endsWith(node, fn, checker) && isSafeUse(node, checker, null, depth + 1, judged);
  };
  const mayFill = (node: ts.Node): boolean =>
    ts.isCallExpression(node) &&
    resolveCallee(node.expression, checker).kind !== 'builtin' &&
    node.arguments.some((a) => !isPrimitive(checker.getTypeAtLocation(a), checker) && !holdsPrimitives(a, checker));
  const visit = (node: ts.Node): boolean => {
    if (node.kind === ts.SyntaxKind.SuperKeyword || ts.isClassLike(node)) return false;
    if (node.kind === ts.SyntaxKind.ThisKeyword) return isSafeThis(node as ts.Expression);
    if (storesOldParts(node, checker) || mayFill(node)) return false;
    return ts.forEachChild(node, (child) => !visit(child) || undefined) === undefined;
  };
  return visit(fn);
}

/** Whether the functions in `fn` around a use are over when it is: callbacks of builtins, and functions that are only called. */
function endsWith(use: ts.Node, fn: FunctionNode, checker: ts.TypeChecker): boolean {
  for (let inner = enclosingFunction(use); inner !== fn; inner = enclosingFunction(inner)) {
    if (ts.isSourceFile(inner)) return false;
    const { parent } = inner;
    const isCallback =
      ts.isCallExpression(parent) &&
      parent.expression !== inner &&
      ts.isPropertyAccessExpression(parent.expression) &&
      resolveCallee(parent.expression, checker).kind === 'builtin';
    const holder = ts.isVariableDeclaration(parent) ? parent : ts.isFunctionDeclaration(inner) ? inner : null;
    if (!isCallback && !isOnlyCalled(holder?.name, fn, checker)) return false;
  }
  return true;
}

function isOnlyCalled(name: ts.DeclarationName | undefined, home: ts.Node, checker: ts.TypeChecker): boolean {
  if (!name || !ts.isIdentifier(name)) return false;
  const symbol = symbolOf(name, checker);
  return namesIn(home, name.text).every(
    (use) =>
      use === name ||
      symbolOf(use, checker) !== symbol ||
      (ts.isCallExpression(use.parent) && use.parent.expression === use),
  );
}
