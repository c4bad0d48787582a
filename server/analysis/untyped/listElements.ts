import { ts } from 'ts-morph';
import { isAssignment, isIncrement } from '../assignments.js';
import { namesIn } from '../names.js';
import { isConstant, isExportedVariable, isFunctionNode, symbolOf, unwrap, wrapped } from '../symbols.js';
import { isGivenValue } from './memberWrites.js';

/** Methods after which a list holds what it has held before, and that hand the list itself to nobody but a callback. */
const READING = new Set(
  'at concat entries every filter find findIndex findLast findLastIndex flatMap forEach includes indexOf join keys lastIndexOf map pop reduce reduceRight shift slice some splice toReversed toSorted toString values with'.split(
    ' ',
  ),
);
const ADDING = new Set(['push', 'unshift', 'fill']);

/** What is put into a list that only one constant holds. */
export interface StoredElements {
  readonly values: readonly ts.Expression[];
  /** Something is counted up or down, or a number is taken from it. */
  readonly numbers: boolean;
}

/** A list of elements, or a list of lists of them. */
export type Depth = 1 | 2;

/**
 * Everything that becomes an element of the list, or of the lists in it, that a constant holds: `[]`, `new Array(n).fill(0)`
 * and what is assigned, pushed or filled in later.
 *
 * @returns null where that cannot be told: the list is handed on, or read and written in some other way
 */
export function storedElements(symbol: ts.Symbol, depth: Depth, checker: ts.TypeChecker): StoredElements | null {
  const declaration = symbol.valueDeclaration;
  if (!isConstant(declaration) || !declaration.initializer || isExportedVariable(declaration)) return null;
  const stored = [made(unwrap(declaration.initializer), depth)];
  for (const name of namesIn(declaration.getSourceFile(), symbol.getName())) {
    if (ts.isExportSpecifier(name.parent) || ts.isExportAssignment(name.parent)) return null;
    if (name !== declaration.name && symbolOf(name, checker) === symbol) stored.push(storedAt(wrapped(name), depth));
  }
  return together(stored);
}

const NOTHING: StoredElements = { values: [], numbers: false };

function together(parts: readonly (StoredElements | null)[]): StoredElements | null {
  const known = parts.filter((part) => part !== null);
  if (known.length < parts.length) return null;
  return { values: known.flatMap(({ values }) => values), numbers: known.some(({ numbers }) => numbers) };
}

/** What elements become of values that are stored in a list: themselves, or what they are made of. */
const elementsOf = (values: readonly ts.Expression[], depth: Depth): StoredElements | null =>
  depth === 1 ? { values, numbers: false } : together(values.map((value) => made(unwrap(value), 1)));

/** What one use of a list stores in it; null where that cannot be told. */
function storedAt(list: ts.Node, depth: Depth): StoredElements | null {
  const { parent } = list;
  if (ts.isElementAccessExpression(parent) && parent.expression === list) return storedInPlace(wrapped(parent), depth);
  if (ts.isForOfStatement(parent) || ts.isSpreadElement(parent)) return depth === 1 ? NOTHING : null;
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== list) return null;
  const method = parent.name.text;
  if (method === 'length') return isGivenValue(wrapped(parent)) ? null : NOTHING;
  const call = parent.parent;
  if (!ts.isCallExpression(call) || call.expression !== parent) return null;
  if (READING.has(method)) return depth === 1 && call.arguments.every(isDiscreet) ? NOTHING : null;
  if (!ADDING.has(method) || call.arguments.some((argument) => ts.isSpreadElement(argument))) return null;
  return elementsOf(method === 'fill' ? call.arguments.slice(0, 1) : call.arguments, depth);
}

/** Whether an argument is no callback that is given the list itself. */
function isDiscreet(argument: ts.Expression): boolean {
  const value = unwrap(argument);
  if (!isFunctionNode(value)) return !ts.isIdentifier(value) && !ts.isPropertyAccessExpression(value);
  return ts.isArrowFunction(value) && value.parameters.length <= 2 && !value.parameters.some((p) => p.dotDotDotToken);
}

/** What `list[i]` is given where it stands. */
function storedInPlace(element: ts.Node, depth: Depth): StoredElements | null {
  const { parent } = element;
  if (isAssignment(parent) && parent.left === element) {
    const { kind } = parent.operatorToken;
    if (isPlain(kind)) return elementsOf([parent.right], depth);
    if (depth === 2) return null;
    return kind === ts.SyntaxKind.PlusEqualsToken ? elementsOf([parent.right], 1) : { values: [], numbers: true };
  }
  if (depth === 2) return storedAt(element, 1);
  if (isIncrement(parent)) return { values: [], numbers: true };
  return isGivenValue(element) ? null : NOTHING;
}

/** `=`, `||=`, `&&=` and `??=` store the value itself. */
const isPlain = (kind: ts.SyntaxKind): boolean =>
  kind === ts.SyntaxKind.EqualsToken ||
  kind === ts.SyntaxKind.BarBarEqualsToken ||
  kind === ts.SyntaxKind.AmpersandAmpersandEqualsToken ||
  kind === ts.SyntaxKind.QuestionQuestionEqualsToken;

/** The elements that a list is made with: `[…]`, `new Array(n)`, `Array(n).fill(x)`, `Array.from({ length }, () => x)`; null for any other value. */
function made(value: ts.Expression, depth: Depth): StoredElements | null {
  if (ts.isArrayLiteralExpression(value))
    return value.elements.some(ts.isSpreadElement) ? null : elementsOf(value.elements, depth);
  if (!ts.isCallExpression(value) && !ts.isNewExpression(value)) return null;
  const callee = unwrap(value.expression);
  const [first, second] = value.arguments ?? [];
  if (ts.isIdentifier(callee)) return callee.text === 'Array' && first && !second ? NOTHING : null;
  if (!ts.isPropertyAccessExpression(callee) || !first) return null;
  const isFrom = callee.getText() === 'Array.from' && second !== undefined;
  if (isFrom && ts.isArrowFunction(second) && !ts.isBlock(second.body)) return elementsOf([second.body], depth);
  return callee.name.text === 'fill'
    ? together([made(unwrap(callee.expression), depth), elementsOf([first], depth)])
    : null;
}
