import { ts } from 'ts-morph';
import { parametersGetting } from '../calls/givenArguments.js';
import { resolveCallee } from '../calls/callees.js';
import { isAssignment, isIncrement } from '../source/assignments.js';
import { BITWISE } from '../source/bitwise.js';
import { namesIn } from '../source/names.js';
import { enclosingFunction, type FunctionNode, isWrapping, symbolOf } from '../source/symbols.js';

/**
 * Whether what a function does with a number is the same for 0 and −0. Maps, sets and the names of properties take both for one
 * key, and almost every operator does; `1 / n`, `Object.is` and what returns the number itself tell them apart.
 *
 * @param isReturnedUnkept whether a value that a `return` of the function gives is one that nobody keeps
 * @see ECMA-262, 6.1.6.1 The Number Type, and 24.5.1 CanonicalizeKeyedCollectionKey
 */
export function takesZerosAlike(
  parameter: ts.Symbol,
  fn: FunctionNode,
  isReturnedUnkept: (node: ts.ReturnStatement) => boolean,
  checker: ts.TypeChecker,
): boolean {
  const followed = new Set([parameter]);
  /** Functions of a module that are given the number, with those calls; `returning` are those that may return it. */
  const calls = new Map<ts.Node, ts.CallExpression[]>();
  const returning = new Set<ts.Node>();
  let [isReturned, isGivenAgain] = [false, false];

  const alikeIn = (symbol: ts.Symbol, home: ts.Node): boolean =>
    namesIn(home, symbol.getName()).every(
      (use) => use.parent === symbol.valueDeclaration || symbolOf(use, checker) !== symbol || isAlike(use),
    );
  const follow = (name: ts.Node, home: ts.Node): boolean => {
    const symbol = ts.isIdentifier(name) ? checker.getSymbolAtLocation(name) : undefined;
    if (!symbol) return false;
    if (symbol === parameter) isGivenAgain = true;
    if (followed.has(symbol)) return true;
    followed.add(symbol);
    return alikeIn(symbol, home);
  };

  /** Whether nothing tells of which zero the value of a node is, if it is one. */
  function isAlike(node: ts.Node): boolean {
    const { parent } = node;
    if (isWrapping(parent)) return isAlike(parent);
    if (ts.isTemplateSpan(parent) || ts.isTypeOfExpression(parent) || ts.isExpressionStatement(parent)) return true;
    if (ts.isElementAccessExpression(parent)) return parent.argumentExpression === node;
    if (isIncrement(parent)) return ts.isPrefixUnaryExpression(parent) || isDropped(parent) || isAlike(parent);
    if (ts.isPrefixUnaryExpression(parent)) return !SIGNS.has(parent.operator) || isAlike(parent);
    if (ts.isConditionalExpression(parent)) return parent.condition === node || isAlike(parent);
    if (ts.isIfStatement(parent) || ts.isSwitchStatement(parent) || ts.isCaseClause(parent)) return true;
    if (ts.isWhileStatement(parent) || ts.isDoStatement(parent) || ts.isForStatement(parent)) return true;
    if (ts.isBinaryExpression(parent)) return isAlikeBeside(node, parent);
    if (ts.isVariableDeclaration(parent)) return follow(parent.name, enclosingFunction(parent));
    if (ts.isCallExpression(parent)) return parent.expression !== node && isAlikeGiven(node as ts.Expression, parent);
    return (ts.isReturnStatement(parent) || ts.isArrowFunction(parent)) && isAlikeReturned(parent);
  }

  function isAlikeReturned(by: ts.ReturnStatement | ts.ArrowFunction): boolean {
    const returner = ts.isArrowFunction(by) ? by : enclosingFunction(by);
    if (returner === fn) return ts.isReturnStatement(by) && isReturnedUnkept(by) && (isReturned = true);
    // What stands in another function may have the number without being given it.
    if (!calls.has(returner) || !ts.isSourceFile(enclosingFunction(returner.parent))) return false;
    returning.add(returner);
    return true;
  }

  function isAlikeBeside(node: ts.Node, both: ts.BinaryExpression): boolean {
    const { left, right, operatorToken } = both;
    const { kind } = operatorToken;
    const other = left === node ? right : left;
    if (isAssignment(both) && left === node) {
      // What is put in its place has nothing of it; what is added to a zero is no zero of that sign.
      if (kind === ts.SyntaxKind.EqualsToken || BITWISE_OR_ASSIGNED.has(kind) || (SUMS.has(kind) && isNoZero(right)))
        return true;
      return kind !== ts.SyntaxKind.AsteriskAsteriskEqualsToken && (isDropped(both) || isAlike(both));
    }
    if (kind === ts.SyntaxKind.EqualsToken || SUMS_KEPT.has(kind) || kind === ts.SyntaxKind.AsteriskEqualsToken)
      return follow(left, enclosingFunction(both)) && (isDropped(both) || isAlike(both));
    if (COMPARES.has(kind) || BITWISE_OR_ASSIGNED.has(kind)) return true;
    if (kind === ts.SyntaxKind.PercentToken) return right === node || isAlike(both);
    if (SUMS.has(kind)) return isNoZero(other) || isAlike(both);
    if (kind === ts.SyntaxKind.CommaToken && left === node) return true;
    if (kind === ts.SyntaxKind.SlashToken) return left === node && isAlike(both);
    return PASSES.has(kind) && isAlike(both);
  }

  function isAlikeGiven(node: ts.Expression, call: ts.CallExpression): boolean {
    const callee = resolveCallee(call.expression, checker);
    if (callee.kind === 'builtin') {
      const isKey = KEYED.test(callee.key) && call.arguments[0] === node;
      return isKey || BLIND.test(callee.key) || (PASSING.test(callee.key) && isAlike(call));
    }
    if (callee.kind !== 'program' || callee.closure) return false;
    return callee.functions.every((called) => {
      if (called !== fn) calls.set(called, [...(calls.get(called) ?? []), call]);
      const parameters = parametersGetting(called, call.arguments, node);
      return parameters.every((p) => !p.dotDotDotToken && follow(p.name, called)) && !asksArguments(called);
    });
  }

  const isNoZero = (node: ts.Expression): boolean => {
    if (ts.isNumericLiteral(node)) return Number(node.text) !== 0;
    return (checker.getTypeAtLocation(node).flags & ts.TypeFlags.StringLike) !== 0;
  };

  if (!alikeIn(parameter, fn) || asksArguments(fn)) return false;
  for (const returner of returning) {
    // A set is gone through with what is added meanwhile.
    for (const call of calls.get(returner)!) if (!isAlike(call)) return false;
  }
  return !(isReturned && isGivenAgain);
}

const asksArguments = (fn: FunctionNode): boolean => namesIn(fn, 'arguments').length > 0;

/** Whether nobody looks at the value of an expression. */
function isDropped(node: ts.Node): boolean {
  const { parent } = node;
  return ts.isExpressionStatement(parent) || (ts.isForStatement(parent) && parent.condition !== node);
}

const kinds = (...all: readonly ts.SyntaxKind[]): ReadonlySet<ts.SyntaxKind> => new Set(all);

const SIGNS: ReadonlySet<ts.SyntaxKind> = kinds(ts.SyntaxKind.PlusToken, ts.SyntaxKind.MinusToken);
const COMPARES = kinds(
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
  ts.SyntaxKind.InKeyword,
);
const BITWISE_OR_ASSIGNED = kinds(
  ...BITWISE,
  ts.SyntaxKind.BarEqualsToken,
  ts.SyntaxKind.AmpersandEqualsToken,
  ts.SyntaxKind.CaretEqualsToken,
  ts.SyntaxKind.LessThanLessThanEqualsToken,
  ts.SyntaxKind.GreaterThanGreaterThanEqualsToken,
  ts.SyntaxKind.GreaterThanGreaterThanGreaterThanEqualsToken,
);
const SUMS_KEPT = kinds(ts.SyntaxKind.PlusEqualsToken, ts.SyntaxKind.MinusEqualsToken);
const SUMS = kinds(ts.SyntaxKind.PlusToken, ts.SyntaxKind.MinusToken, ...SUMS_KEPT);
/** Operators that give what they are given, or a zero of its sign. */
const PASSES = kinds(
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.CommaToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
);

/** Builtins whose first argument is a key. */
const KEYED = /^(Map#(get|set|has|delete)|Set#(add|has|delete))$/;
/** Builtins that have one result for both zeros. */
const BLIND =
  /^(Math\.(abs|clz32|cos|cosh|exp|imul|hypot)|(Number\.)?(isNaN|isFinite)|Number\.is(Safe)?Integer|String|BigInt|Boolean|(String|Array)#(at|slice)|String#(charAt|charCodeAt|codePointAt|substring|repeat|padStart|padEnd))$/;
/** Builtins whose result may be a zero of the sign of what they are given. */
const PASSING =
  /^(Math\.(cbrt|ceil|floor|fround|log1p|max|min|round|sign|sin|sinh|sqrt|tan|tanh|trunc|expm1|asin|atan)|Number|parseInt|parseFloat)$/;
