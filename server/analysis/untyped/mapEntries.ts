import { ts } from 'ts-morph';
import { unwrap } from '../source/symbols.js';

/** A key or a value of an entry. */
export type EntryPart = 'key' | 'value';

/** The container, and which part of its entries, that a list or an iterator goes over: `map.values()`, `[...map.keys()]`, `Object.values(dictionary)`. */
export function partsListed(list: ts.Expression): { readonly map: ts.Expression; readonly part: EntryPart } | null {
  const listed = listedBy(iteratorIn(list));
  if (listed?.method !== 'values' && listed?.method !== 'keys') return null;
  return { map: listed.of, part: listed.method === 'keys' ? 'key' : 'value' };
}

/** The container whose entries a list or an iterator goes over: `map`, `map.entries()`, `[...map]`, `Object.entries(dictionary)`. */
export function entriesListed(list: ts.Expression): ts.Expression {
  const node = iteratorIn(list);
  const listed = listedBy(node);
  return listed?.method === 'entries' ? listed.of : node;
}

/** `map.values()` and `Object.values(dictionary)`. */
function listedBy(call: ts.Expression): { readonly of: ts.Expression; readonly method: string } | null {
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return null;
  const { expression, name } = call.expression;
  const [given, more] = call.arguments;
  if (!given) return { of: expression, method: name.text };
  return !more && expression.getText() === 'Object' ? { of: given, method: name.text } : null;
}

/** What a list is made of, item by item: `xs` in `[...xs]` and `Array.from(xs)`. */
export function iteratorIn(list: ts.Expression): ts.Expression {
  const node = unwrap(list);
  if (ts.isArrayLiteralExpression(node)) {
    const [spread, more] = node.elements;
    return spread && !more && ts.isSpreadElement(spread) ? unwrap(spread.expression) : node;
  }
  if (!ts.isCallExpression(node) || node.expression.getText() !== 'Array.from') return node;
  const [from, more] = node.arguments;
  return from && !more ? unwrap(from) : node;
}
