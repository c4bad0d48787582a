import { ts } from 'ts-morph';
import { assignmentsTo, isAssignment, isDefault, isWritten } from '../source/assignments.js';
import {
  declarationOf,
  enclosingFunction,
  isAnything,
  isNothing,
  isWrapping,
  symbolOf,
  unwrap,
} from '../source/symbols.js';
import { rememberedWith } from '../untyped/remembering.js';
import { resolveCallee } from './callees.js';
import { SHORT_CIRCUIT } from './control.js';

/**
 * Whether code may end the iteration with an error: it throws, calls something that is not a plain builtin, takes parts of what may
 * be nothing, or gives an operator or a builtin what these refuse. A type is believed where the program says it; that a list has an
 * element at some place, it does not say.
 */
export const mayThrow = rememberedWith((node: ts.Node, checker): boolean => {
  if (ts.isTypeNode(node)) return false;
  if (ts.isThrowStatement(node) || ts.isNewExpression(node) || ts.isTaggedTemplateExpression(node)) return true;
  if (ts.isCallExpression(node) && mayCallThrow(node, checker)) return true;
  if (isAccess(node) && mayAccessThrow(node, checker)) return true;
  if (isBroken(node, checker) || mayOperatorThrow(node, checker)) return true;
  return ts.forEachChild(node, (child) => mayThrow(child, checker) || undefined) ?? false;
});

const isAccess = (node: ts.Node): node is ts.PropertyAccessExpression | ts.ElementAccessExpression =>
  ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);

function mayCallThrow({ expression, arguments: given }: ts.CallExpression, checker: ts.TypeChecker): boolean {
  const callee = resolveCallee(expression, checker);
  if (callee.kind !== 'builtin' || callee.entry.outside || callee.entry.cost > 5) return true;
  const { key } = callee;
  if (CONVERTING.test(key) && given.some((value) => isAnything(checker.getTypeAtLocation(value)))) return true;
  const name = Object.keys(TAKEN).find((one) => new RegExp(`^(?:${one})$`).test(key));
  return name !== undefined && !TAKEN[name]!(given.map(unwrap), checker);
}

/** Builtins that make a number or a text of what they are given, which not everything can become. */
const CONVERTING = /^(Math\.|Number|parse|is|String[.#]|BigInt|Date\.|path#|(en|de)code|btoa|atob)/;

/** Whether a builtin certainly takes what it is given. */
type Takes = (given: readonly ts.Expression[], checker: ts.TypeChecker) => boolean;

const between =
  (low: number, high: number): Takes =>
  ([value]) =>
    value === undefined || (ts.isNumericLiteral(value) && Number(value.text) >= low && Number(value.text) <= high);
const nothing: Takes = ({ length }) => length === 0;
const never: Takes = () => false;
const literal: Takes = ([value]) => value === undefined || ts.isLiteralExpression(value);

/** Builtins that refuse some values of the types that they are declared with, by their keys. */
const TAKEN: Readonly<Record<string, Takes>> = {
  'Number#to(Fixed|Exponential)': between(0, 100),
  'Number#toPrecision': between(1, 100),
  '(Number|BigInt)#toString': between(2, 36),
  '(Number|BigInt|Date)#toLocale\\w*|String#toLocale\\w*': nothing,
  'String#localeCompare': ({ length }) => length < 2,
  'String#repeat': between(0, 1e6),
  'String#normalize|Buffer#toString': literal,
  'String\\.fromCodePoint': (given, checker) => given.every((one) => between(0, 0x10ffff)([one], checker)),
  BigInt: ([value], checker) =>
    value !== undefined &&
    (/^\d+$/.test(value.getText()) ||
      (checker.getTypeAtLocation(value).flags & (ts.TypeFlags.BigIntLike | ts.TypeFlags.BooleanLike)) !== 0),
  'BigInt\\.\\w+': literal,
  '(en|de)codeURI(Component)?|btoa|atob': never,
  'Date#toISOString|DataView#\\w+|Atomics\\.\\w+|crypto#timingSafeEqual': never,
  'Object\\.(define|setPrototypeOf|create)\\w*': never,
  'Object\\.(assign|hasOwn)': ([value], checker) => value !== undefined && !mayBeNothing(value, checker),
  'Buffer#(read|write|swap)\\w*': never,
  'Buffer#copy': ({ length }) => length < 2,
};

function mayAccessThrow(
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  checker: ts.TypeChecker,
): boolean {
  if (!node.questionDotToken && mayBeNothing(node.expression, checker)) return true;
  // What a list cannot be as long as.
  if (ts.isPropertyAccessExpression(node) && node.name.text === 'length' && isWritten(node))
    return !(isAssignment(node.parent) && ts.isNumericLiteral(node.parent.right));
  if (!ts.isPropertyAccessExpression(node)) return false;
  const accessors = checker.getSymbolAtLocation(node.name)?.declarations?.filter(ts.isAccessor) ?? [];
  return accessors.some(({ body }) => body !== undefined && mayGiveUp(body, checker));
}

/** Accessors that are looked into: one that uses itself may never come to an end. */
const active = new Set<ts.Node>();
function mayGiveUp(body: ts.Block, checker: ts.TypeChecker): boolean {
  if (active.has(body)) return true;
  active.add(body);
  try {
    return mayThrow(body, checker);
  } finally {
    active.delete(body);
  }
}

/** Whether a node takes something apart, or goes through it, that may be nothing. */
function isBroken(node: ts.Node, checker: ts.TypeChecker): boolean {
  if (ts.isSpreadElement(node)) return mayBeNothing(node.expression, checker);
  if (ts.isForOfStatement(node)) return node.awaitModifier !== undefined || mayBeNothing(node.expression, checker);
  if (ts.isVariableDeclaration(node))
    return isPattern(node.name) && node.initializer !== undefined && mayBeNothing(node.initializer, checker);
  if (isAssignment(node)) {
    const isTakenApart = ts.isArrayLiteralExpression(node.left) || ts.isObjectLiteralExpression(node.left);
    return isTakenApart && !isDefault(node) && mayBeNothing(node.right, checker);
  }
  return (
    ts.isBindingElement(node) && isPattern(node.name) && !node.initializer && isElementOfList(node.parent, checker)
  );
}

const isPattern = (name: ts.Node): boolean => ts.isArrayBindingPattern(name) || ts.isObjectBindingPattern(name);

/** Whether a pattern takes elements out of a list of any length. */
const isElementOfList = (pattern: ts.BindingPattern, checker: ts.TypeChecker): boolean =>
  ts.isArrayBindingPattern(pattern) && !checker.isTupleType(checker.getTypeAtLocation(pattern));

/** Operators that make a number of either side, which a symbol cannot become, nor a number beside one without an end. */
const isArithmetic = (kind: ts.SyntaxKind): boolean =>
  (kind >= ts.SyntaxKind.AsteriskToken && kind <= ts.SyntaxKind.CaretToken) ||
  kind === ts.SyntaxKind.PlusToken ||
  kind === ts.SyntaxKind.MinusToken ||
  (kind >= ts.SyntaxKind.PlusEqualsToken && kind <= ts.SyntaxKind.CaretEqualsToken);

const DIVIDING = /^(\/|%|\*\*)=?$/;

function mayOperatorThrow(node: ts.Node, checker: ts.TypeChecker): boolean {
  const typeOf = (part: ts.Node): ts.Type => checker.getTypeAtLocation(part);
  if (ts.isTemplateSpan(node)) {
    const type = typeOf(node.expression);
    return isAnything(type) || (type.flags & ts.TypeFlags.ESSymbolLike) !== 0;
  }
  if (ts.isPrefixUnaryExpression(node))
    return node.operator !== ts.SyntaxKind.ExclamationToken && isAnything(typeOf(node.operand));
  if (ts.isAwaitExpression(node)) return true;
  if (!ts.isBinaryExpression(node)) return false;
  const { left, operatorToken, right } = node;
  const { kind } = operatorToken;
  if (kind === ts.SyntaxKind.InKeyword || kind === ts.SyntaxKind.InstanceOfKeyword)
    return isAnything(typeOf(right)) || mayBeNothing(right, checker);
  if (DIVIDING.test(operatorToken.getText()) && (typeOf(right).flags & ts.TypeFlags.BigIntLike) !== 0)
    return !(ts.isBigIntLiteral(right) && !/^0+n$/.test(right.text));
  return isArithmetic(kind) && [left, right].some((side) => isAnything(typeOf(side)));
}

/** Whether an expression may be `undefined` or `null`, whatever its type claims. */
function mayBeNothing(node: ts.Expression, checker: ts.TypeChecker): boolean {
  const type = checker.getTypeAtLocation(node);
  const parts = type.isUnion() ? type.types : [type];
  return isAnything(type) || parts.some(isNothing) || isClaimed(node, checker, new Set());
}

/** Whether something has its type by a claim alone: `lists[key]`, `list.find(f)!`, `JSON.parse(text) as T`, and a name for one of them. */
function isClaimed(node: ts.Expression, checker: ts.TypeChecker, asked: Set<ts.Symbol>): boolean {
  if (ts.isNonNullExpression(node)) return true;
  if (isWrapping(node)) {
    const { expression } = node;
    return isAnything(checker.getTypeAtLocation(expression)) || isClaimed(expression, checker, asked);
  }
  if (ts.isElementAccessExpression(node)) return true;
  if (ts.isConditionalExpression(node))
    return isClaimed(node.whenTrue, checker, asked) || isClaimed(node.whenFalse, checker, asked);
  if (ts.isBinaryExpression(node) && SHORT_CIRCUIT.has(node.operatorToken.kind))
    return isClaimed(node.right, checker, asked);
  if (ts.isPropertyAccessExpression(node)) {
    const owner = checker.getApparentType(checker.getTypeAtLocation(node.expression));
    const isNamed = checker.getPropertyOfType(owner, node.name.text) !== undefined;
    return !isNamed && checker.getIndexTypeOfType(owner, ts.IndexKind.String) !== undefined;
  }
  if (!ts.isIdentifier(node)) return false;
  const symbol = symbolOf(node, checker);
  const declaration = symbol && declarationOf(symbol);
  if (!declaration || asked.has(symbol)) return false;
  asked.add(symbol);
  if (ts.isBindingElement(declaration)) return !declaration.initializer && isElementOfList(declaration.parent, checker);
  if (!ts.isVariableDeclaration(declaration)) return false;
  const given = assignmentsTo(symbol, enclosingFunction(declaration), checker);
  return [declaration.initializer, ...given].some(
    (value) => value && (isAnything(checker.getTypeAtLocation(value)) || isClaimed(value, checker, asked)),
  );
}
