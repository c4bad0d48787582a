import { ts } from 'ts-morph';
import { namesIn } from '../source/names.js';
import {
  isConstant,
  isExportedVariable,
  isFunctionNode,
  isGlobal,
  symbolOf,
  unwrap,
  wrapped,
} from '../source/symbols.js';

/** A key or a value of an entry. */
export type EntryPart = 'key' | 'value';

/** Methods of a Map that put nothing into it. */
const READING = new Set(['get', 'has', 'delete', 'clear', 'keys', 'values', 'entries', 'size']);

/**
 * Everything that becomes a key, or a value, of the Map that a constant holds: `new Map()` or `new Map([[key, value]])`, and what is
 * set later.
 *
 * @returns null where that cannot be told: the constant holds no new Map, or the Map is handed on
 */
export function storedEntries(symbol: ts.Symbol, part: EntryPart, checker: ts.TypeChecker): ts.Expression[] | null {
  const declaration = symbol.valueDeclaration;
  if (!isConstant(declaration) || !declaration.initializer || isExportedVariable(declaration)) return null;
  const values = madeWith(unwrap(declaration.initializer), part, checker);
  for (const use of namesIn(declaration.getSourceFile(), symbol.getName())) {
    if (use === declaration.name || symbolOf(use, checker) !== symbol) continue;
    const stored = storedAt(wrapped(use), part);
    if (!stored || !values) return null;
    values.push(...stored);
  }
  return values;
}

function madeWith(value: ts.Expression, part: EntryPart, checker: ts.TypeChecker): ts.Expression[] | null {
  if (!ts.isNewExpression(value) || value.expression.getText() !== 'Map') return null;
  if (!isGlobal(symbolOf(value.expression as ts.Identifier, checker))) return null;
  const [entries, more] = value.arguments ?? [];
  if (!entries) return [];
  if (more || !ts.isArrayLiteralExpression(entries)) return null;
  const parts = entries.elements.map((entry) =>
    ts.isArrayLiteralExpression(entry) && !entry.elements.some(ts.isSpreadElement)
      ? entry.elements[part === 'key' ? 0 : 1]
      : undefined,
  );
  return parts.every((one) => one !== undefined) ? parts : null;
}

/** What one use of a Map stores in it. */
function storedAt(map: ts.Node, part: EntryPart): readonly ts.Expression[] | null {
  const { parent } = map;
  if (ts.isForOfStatement(parent) || ts.isSpreadElement(parent)) return [];
  if (ts.isCallExpression(parent) && parent.expression !== map)
    return /^(console\.log|Array\.from|Object\.fromEntries)$/.test(parent.expression.getText()) ? [] : null;
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== map) return null;
  const { text } = parent.name;
  if (text === 'size') return [];
  const call = parent.parent;
  if (!ts.isCallExpression(call) || call.expression !== parent) return null;
  if (READING.has(text)) return [];
  const [first, second] = call.arguments;
  if (text === 'forEach') {
    const callback = first && unwrap(first);
    // The third parameter is the Map itself.
    return callback && isFunctionNode(callback) && ts.isArrowFunction(callback) && callback.parameters.length <= 2
      ? []
      : null;
  }
  const isSet = text === 'set' && first && second && !ts.isSpreadElement(first) && !ts.isSpreadElement(second);
  // The Map itself comes back, to nobody.
  return isSet && ts.isExpressionStatement(call.parent) ? [part === 'key' ? first : second] : null;
}

/** The Map, and which part of its entries, that a list or an iterator goes over: `map.values()`, `[...map.keys()]`. */
export function partsListed(list: ts.Expression): { readonly map: ts.Expression; readonly part: EntryPart } | null {
  const call = iteratorIn(list);
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression) || call.arguments.length > 0)
    return null;
  const { expression: map, name } = call.expression;
  if (name.text !== 'values' && name.text !== 'keys') return null;
  return { map, part: name.text === 'keys' ? 'key' : 'value' };
}

/** The Map whose entries a list or an iterator goes over: `map`, `map.entries()`, `[...map]`. */
export function entriesListed(list: ts.Expression): ts.Expression {
  const node = iteratorIn(list);
  return ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.arguments.length === 0
    ? node.expression.name.text === 'entries'
      ? node.expression.expression
      : node
    : node;
}

/** What a list is made of, item by item: `xs` in `[...xs]` and `Array.from(xs)`. */
function iteratorIn(list: ts.Expression): ts.Expression {
  const node = unwrap(list);
  if (ts.isArrayLiteralExpression(node)) {
    const [spread, more] = node.elements;
    return spread && !more && ts.isSpreadElement(spread) ? unwrap(spread.expression) : node;
  }
  if (!ts.isCallExpression(node) || node.expression.getText() !== 'Array.from') return node;
  const [from, more] = node.arguments;
  return from && !more ? unwrap(from) : node;
}
