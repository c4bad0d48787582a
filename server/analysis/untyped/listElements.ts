import { ts } from 'ts-morph';
import { isAssignment, isDefault, isIncrement, storesItsValue } from '../source/assignments.js';
import { namesIn } from '../source/names.js';
import { rootName } from '../source/rootName.js';
import {
  enclosingFunction,
  type FunctionNode,
  isConstant,
  isExportedVariable,
  isFunctionNode,
  isGenerator,
  isGlobal,
  isNothing,
  resolveAlias,
  symbolOf,
  unwrap,
  wrapped,
} from '../source/symbols.js';
import { partsListed } from './mapEntries.js';
import { assignedTo } from './variableValues.js';
import { isGivenValue } from '../source/memberWrites.js';

/** Methods after which a list holds what it has held before, and that hand the list itself to nobody but a callback. */
const READING = new Set(
  'at concat entries every filter find findIndex findLast findLastIndex flatMap forEach includes indexOf join keys lastIndexOf map pop reduce reduceRight shift slice some splice toReversed toSorted toString values with'.split(
    ' ',
  ),
);
/** Those among them that give a callback the list. */
const CALLING = new Set(
  'every filter find findIndex findLast findLastIndex flatMap forEach map reduce reduceRight some'.split(' '),
);
const COPYING = new Set(['slice', 'filter', 'toReversed', 'toSorted']);
const ORDERING = new Set(['sort', 'reverse']);
const ADDING = new Set(['push', 'unshift', 'fill']);

/** What is put into a list that only one constant holds. */
export interface StoredElements {
  readonly values: readonly ts.Expression[];
  /** Lists, texts and sets whose items become elements. */
  readonly lists: readonly ts.Expression[];
  /** Something is counted up or down, or a number is taken from it. */
  readonly numbers: boolean;
}

/** A list of elements, or a list of lists of them. */
export type Depth = 1 | 2;

/**
 * Everything that becomes an element of a list, or of the lists in it, that one variable holds: `[]`, `new Array(n).fill(0)`
 * and what is assigned, pushed or filled in later; of any list that the variable is given.
 *
 * @returns null where that cannot be told: the list is handed on, or read and written in some other way
 */
export function storedElements(symbol: ts.Symbol, depth: Depth, checker: ts.TypeChecker): StoredElements | null {
  const declaration = symbol.valueDeclaration;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name)) return null;
  if (!declaration.initializer || isExportedVariable(declaration)) return null;
  const names = namesIn(declaration.getSourceFile(), symbol.getName());
  if (names.some(({ parent }) => ts.isExportSpecifier(parent) || ts.isExportAssignment(parent))) return null;
  const later = isConstant(declaration) ? [] : assignedTo(symbol, declaration, checker);
  if (!later) return null;
  const lists = [declaration.initializer, ...later].map((value) => made(unwrap(value), depth));
  return together([...lists, storedBy(symbol, depth, checker, [])]);
}

/** What the uses of a name store in its list. */
function storedBy(
  symbol: ts.Symbol,
  depth: Depth,
  checker: ts.TypeChecker,
  around: readonly ts.Symbol[],
): StoredElements | null {
  const declaration = symbol.valueDeclaration as ts.VariableDeclaration | ts.ParameterDeclaration;
  const home = enclosingFunction(declaration);
  const uses = namesIn(ts.isParameter(declaration) ? home : declaration.getSourceFile(), symbol.getName()).filter(
    (name) => name !== declaration.name && symbolOf(name, checker) === symbol,
  );
  const isOfOneCall = uses.every((use) => enclosingFunction(use) === home);
  return together(
    uses.map((use) => {
      const list = wrapped(use);
      // Another list, which is looked at as well, and which nobody else is given.
      if (ts.isVariableDeclaration(declaration) && isGivenAnew(list)) return NOTHING;
      // Nothing of this call of the function sees what becomes of the list afterwards.
      if (ts.isVariableDeclaration(declaration) && isOfOneCall && isReturned(list, home)) return NOTHING;
      return storedAt(list, depth) ?? storedByCallee(list, depth, checker, [...around, symbol]);
    }),
  );
}

/** `list = …;` */
const isGivenAnew = (list: ts.Node): boolean =>
  ts.isBinaryExpression(list.parent) &&
  list.parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
  list.parent.left === list &&
  ts.isExpressionStatement(list.parent.parent);

/** Whether a function ends with giving the list to its caller, by itself or in an object of values. */
function isReturned(list: ts.Node, home: ts.Node): boolean {
  let value = list;
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

/** Functions that look at a list and keep it not. */
const LOOKING = /^(console\.(log|error|info|warn|table)|JSON\.stringify)$/;

/** Whether a call only looks at the list that it is given: what replaces values in JSON would be given it as well. */
function isLook({ expression, arguments: [, more] }: ts.CallExpression, checker: ts.TypeChecker): boolean {
  const root = rootName(expression);
  if (!LOOKING.test(expression.getText()) || !root || !isGlobal(symbolOf(root, checker))) return false;
  return (
    root.text !== 'JSON' || !more || isNothing(checker.getTypeAtLocation(more)) || ts.isArrayLiteralExpression(more)
  );
}

/** What a function of the program stores in the list that it is given. */
function storedByCallee(
  list: ts.Node,
  depth: Depth,
  checker: ts.TypeChecker,
  around: readonly ts.Symbol[],
): StoredElements | null {
  const { parent: call } = list;
  if (!ts.isCallExpression(call)) return null;
  const position = call.arguments.indexOf(list as ts.Expression);
  if (position < 0 || call.arguments.slice(0, position).some(ts.isSpreadElement)) return null;
  if (isLook(call, checker)) return NOTHING;
  const fn = ts.isIdentifier(call.expression) ? functionNamed(call.expression, checker) : null;
  const parameter = fn?.parameters[position];
  if (!fn || (parameter && (!ts.isIdentifier(parameter.name) || parameter.dotDotDotToken))) return null;
  if (usesArguments(fn)) return null;
  const given = parameter && checker.getSymbolAtLocation(parameter.name);
  if (!given) return NOTHING;
  const isSafe =
    around.length < 6 && !around.includes(given) && !namesIn(fn, given.getName()).some((name) => isGivenValue(name));
  return isSafe ? storedBy(given, depth, checker, around) : null;
}

function functionNamed(name: ts.Identifier, checker: ts.TypeChecker): FunctionNode | null {
  const symbol = checker.getSymbolAtLocation(name);
  const declaration = symbol && resolveAlias(symbol, checker).valueDeclaration;
  if (!declaration) return null;
  if (ts.isFunctionDeclaration(declaration)) return declaration.body ? declaration : null;
  const value = isConstant(declaration) && declaration.initializer ? unwrap(declaration.initializer) : null;
  return value && isFunctionNode(value) ? value : null;
}

/** Whether a function looks at its `arguments`: in old code they are its parameters under another name. */
export function usesArguments(body: ts.Node): boolean {
  return (ts.isIdentifier(body) && body.text === 'arguments') || (ts.forEachChild(body, usesArguments) ?? false);
}

const NOTHING: StoredElements = { values: [], lists: [], numbers: false };
const NUMBERS: StoredElements = { ...NOTHING, numbers: true };
const itemsOf = (list: ts.Expression): StoredElements => ({ ...NOTHING, lists: [list] });

function together(parts: readonly (StoredElements | null)[]): StoredElements | null {
  const known = parts.filter((part) => part !== null);
  if (known.length < parts.length) return null;
  return {
    values: known.flatMap(({ values }) => values),
    lists: known.flatMap(({ lists }) => lists),
    numbers: known.some(({ numbers }) => numbers),
  };
}

/** What elements become of values that are stored in a list: themselves, or what they are made of. */
const elementsOf = (values: readonly ts.Expression[], depth: Depth): StoredElements | null =>
  depth === 1 ? { ...NOTHING, values } : together(values.map((value) => made(unwrap(value), 1)));

/** What one use of a list stores in it; null where that cannot be told. */
function storedAt(list: ts.Node, depth: Depth): StoredElements | null {
  const { parent } = list;
  if (ts.isElementAccessExpression(parent) && parent.expression === list) {
    const element = wrapped(parent);
    // `list['push'](…)`
    const isCalled = ts.isCallExpression(element.parent) && element.parent.expression === element;
    return isCalled ? null : storedInPlace(element, depth);
  }
  if (ts.isForOfStatement(parent) || ts.isSpreadElement(parent)) return depth === 1 ? NOTHING : null;
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== list) return null;
  const method = parent.name.text;
  // A new length takes elements away, and adds none.
  if (method === 'length') return NOTHING;
  const call = parent.parent;
  if (!ts.isCallExpression(call) || call.expression !== parent) return null;
  // The list itself comes back, to nobody.
  if (ORDERING.has(method)) return ts.isExpressionStatement(call.parent) ? NOTHING : null;
  if (method === 'splice' && call.arguments.length > 2)
    return call.arguments.some((argument) => ts.isSpreadElement(argument))
      ? null
      : elementsOf(call.arguments.slice(2), depth);
  if (READING.has(method))
    return depth === 1 && (!CALLING.has(method) || takesItemsOnly(call.arguments[0], method)) ? NOTHING : null;
  if (!ADDING.has(method) || call.arguments.some((argument) => ts.isSpreadElement(argument))) return null;
  if (method === 'fill' && !ts.isExpressionStatement(call.parent)) return null;
  return elementsOf(method === 'fill' ? call.arguments.slice(0, 1) : call.arguments, depth);
}

/** Whether a callback takes items, and not the list itself, which comes behind them. */
function takesItemsOnly(callback: ts.Expression | undefined, method: string): boolean {
  const value = callback && unwrap(callback);
  const before = /^reduce/.test(method) ? 3 : 2;
  return (
    value !== undefined &&
    ts.isArrowFunction(value) &&
    value.parameters.length <= before &&
    !value.parameters.some((p) => p.dotDotDotToken)
  );
}

/** What `list[i]` is given where it stands. */
function storedInPlace(element: ts.Node, depth: Depth): StoredElements | null {
  const { parent } = element;
  if (isAssignment(parent) && parent.left === element) {
    if (isDefault(parent)) return null;
    const { kind } = parent.operatorToken;
    if (storesItsValue(parent)) return elementsOf([parent.right], depth);
    if (depth === 2) return null;
    return kind === ts.SyntaxKind.PlusEqualsToken ? elementsOf([parent.right], 1) : NUMBERS;
  }
  if (depth === 2) return storedAt(element, 1);
  if (isIncrement(parent)) return NUMBERS;
  return isGivenValue(element) ? null : NOTHING;
}

/** The elements that a list is made with: `[…]`, `new Array(n)`, `Array(n).fill(x)`, `Array.from({ length }, () => x)`; null for any other value. */
function made(value: ts.Expression, depth: Depth): StoredElements | null {
  if (ts.isArrayLiteralExpression(value) && !partsListed(value))
    return together(
      value.elements.map((one) =>
        !ts.isSpreadElement(one) ? elementsOf([one], depth) : depth === 1 ? itemsOf(one.expression) : null,
      ),
    );
  // What a Map has in it is not looked for here.
  if (partsListed(value)) return depth === 1 ? NOTHING : null;
  if (!ts.isCallExpression(value) && !ts.isNewExpression(value)) return null;
  const callee = unwrap(value.expression);
  const [first, second] = value.arguments ?? [];
  if (ts.isIdentifier(callee)) return callee.text === 'Array' && first && !second ? NOTHING : null;
  if (!ts.isPropertyAccessExpression(callee)) return null;
  // A new list of what another one has in it.
  if (COPYING.has(callee.name.text)) return depth === 1 ? itemsOf(callee.expression) : null;
  if (!first) return null;
  const isFrom = callee.getText() === 'Array.from' && second !== undefined;
  if (isFrom && ts.isArrowFunction(second) && !ts.isBlock(second.body)) return elementsOf([second.body], depth);
  return callee.name.text === 'fill'
    ? together([made(unwrap(callee.expression), depth), elementsOf([first], depth)])
    : null;
}
