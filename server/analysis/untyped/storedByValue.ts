import { ts } from 'ts-morph';
import { storesItsValue } from '../source/assignments.js';
import { isGlobal, symbolOf, unwrap } from '../source/symbols.js';
import { type ContainerWalk, itemsOf, NOTHING, restOf, type Stored, together, type Way } from './containerWays.js';
import { isEmptyDictionary } from './isDictionary.js';
import { partsListed } from './mapEntries.js';

/** Methods that make a new list of items that a list has. */
const COPYING = new Set(['slice', 'filter', 'toReversed', 'toSorted']);
/** Methods that make a new list, which nobody else has. */
const MAKING = new Set([...COPYING, 'concat', 'flat', 'flatMap', 'map', 'match', 'split', 'toSpliced', 'with']);
const LISTING = /^Object\.(entries|keys|values)$/;

/** What a container is made with: `[…]`, `new Array(n)`, `new Map()`, `{}`; null for any value that may be something else. */
export function storedByValue(given: ts.Expression, way: Way, walk: ContainerWalk): Stored | null {
  const value = unwrap(given);
  if (ts.isConditionalExpression(value))
    return together([value.whenTrue, value.whenFalse].map((one) => storedByValue(one, way, walk)));
  if (ts.isBinaryExpression(value)) return storedByEither(value, way, walk);
  const held = heldBy(value, way, walk);
  if (held) {
    const symbol = symbolHolding(held.name, walk);
    return symbol ? walk.ofVariable(symbol, held.way) : null;
  }
  const returned = walk.ofReturned(value, way);
  if (returned !== undefined) return returned;
  if (way[0] === 'item') return storedByList(value, way, walk);
  return way[0] === 'member' ? storedByObject(value, way, walk) : storedByMap(value, way, walk);
}

/** `a ?? b`, `a || b`, `name = a`. */
function storedByEither(value: ts.BinaryExpression, way: Way, walk: ContainerWalk): Stored | null {
  const { kind } = value.operatorToken;
  if (kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken)
    return together([value.left, value.right].map((one) => storedByValue(one, way, walk)));
  const isName = storesItsValue(value) && ts.isIdentifier(unwrap(value.left));
  return isName ? storedByValue(value.left, way, walk) : null;
}

/** The variable that holds a value, or the container around it: `list`, `grid[i]`, `map.get(key)`. */
function heldBy(
  value: ts.Expression,
  way: Way,
  walk: ContainerWalk,
): { readonly name: Holder; readonly way: Way } | null {
  if (ts.isPropertyAccessExpression(value)) return { name: value, way };
  if (ts.isIdentifier(value)) return value.text === 'undefined' ? null : { name: value, way };
  if (ts.isElementAccessExpression(value)) {
    const name = unwrap(value.expression);
    if (!isHolder(name)) return null;
    return { name, way: [walk.isDictionary(symbolHolding(name, walk)) ? 'member' : 'item', ...way] };
  }
  if (!ts.isCallExpression(value) || !ts.isPropertyAccessExpression(value.expression)) return null;
  const name = unwrap(value.expression.expression);
  return value.expression.name.text === 'get' && isHolder(name) ? { name, way: ['value', ...way] } : null;
}

/** What a container may be in: a variable, or `this.field`. */
type Holder = ts.Identifier | ts.PropertyAccessExpression;

export const isHolder = (node: ts.Node): node is Holder => ts.isIdentifier(node) || ts.isPropertyAccessExpression(node);

/** The variable, or the field, that a holder names. */
export const symbolHolding = (
  name: Holder,
  { checker, symbolAt }: Pick<ContainerWalk, 'checker' | 'symbolAt'>,
): ts.Symbol | undefined => (ts.isIdentifier(name) ? symbolOf(name, checker) : symbolAt(name.name));

function storedByList(value: ts.Expression, way: Way, walk: ContainerWalk): Stored | null {
  const rest = restOf(way);
  if (ts.isArrayLiteralExpression(value) && !partsListed(value))
    return together(
      value.elements.map((one) => {
        if (!ts.isSpreadElement(one)) return walk.ofValue(one, rest);
        return rest === null ? itemsOf(one.expression) : storedByValue(one.expression, way, walk);
      }),
    );
  // What a Map has in it is not looked for here.
  if (partsListed(value)) return rest === null ? NOTHING : null;
  if (!ts.isCallExpression(value) && !ts.isNewExpression(value)) return null;
  if (ts.isNewExpression(value) && isGlobalClass(value, 'Set', walk)) return rest === null ? itemsOfAll(value) : null;
  const callee = unwrap(value.expression);
  const [first, second] = value.arguments ?? [];
  if (ts.isIdentifier(callee)) return callee.text === 'Array' && first && !second ? NOTHING : null;
  if (!ts.isPropertyAccessExpression(callee)) return null;
  const method = callee.name.text;
  const callback = callee.getText() === 'Array.from' ? second : method === 'map' ? first : undefined;
  if (callback && ts.isArrowFunction(callback) && !ts.isBlock(callback.body)) return walk.ofValue(callback.body, rest);
  if (rest === null) {
    const maker = walk.checker.getSymbolAtLocation(callee.name);
    // Have, of a copy: whatever has a type for its items is a list.
    if (!maker && COPYING.has(method)) return itemsOf(callee.expression);
    if (maker && isGlobal(maker) && (MAKING.has(method) || LISTING.test(callee.getText()))) return itemsOf(value);
  }
  if (!first) return null;
  return callee.name.text === 'fill'
    ? together([storedByValue(callee.expression, way, walk), walk.ofValue(first, rest)])
    : null;
}

/** Whether `new Map` makes what ECMAScript calls so. */
const isGlobalClass = ({ expression }: ts.NewExpression, name: string, { checker }: ContainerWalk): boolean =>
  ts.isIdentifier(expression) && expression.text === name && isGlobal(symbolOf(expression, checker));

/** What `new Set(list)` is made of. */
const itemsOfAll = ({ arguments: given }: ts.NewExpression): Stored => (given?.[0] ? itemsOf(given[0]) : NOTHING);

/** `new Map()` and `new Map([[key, value]])`. */
function storedByMap(value: ts.Expression, way: Way, walk: ContainerWalk): Stored | null {
  if (!ts.isNewExpression(value) || !isGlobalClass(value, 'Map', walk)) return null;
  const [entries, more] = value.arguments ?? [];
  if (!entries) return NOTHING;
  if (more || !ts.isArrayLiteralExpression(entries)) return null;
  return together(
    entries.elements.map((entry) => {
      const isEntry = ts.isArrayLiteralExpression(entry) && !entry.elements.some(ts.isSpreadElement);
      const part = isEntry ? entry.elements[way[0] === 'key' ? 0 : 1] : undefined;
      return part ? walk.ofValue(part, restOf(way)) : null;
    }),
  );
}

/** `{}`, `{ name: value }` and `Object.create(null)`. */
function storedByObject(value: ts.Expression, way: Way, walk: ContainerWalk): Stored | null {
  if (isEmptyDictionary(value)) return NOTHING;
  if (!ts.isObjectLiteralExpression(value)) return null;
  return together(
    value.properties.map((one) =>
      ts.isPropertyAssignment(one) && !isPrototypeName(one.name) ? walk.ofValue(one.initializer, restOf(way)) : null,
    ),
  );
}

const isPrototypeName = (name: ts.PropertyName): boolean => name.getText().includes('__proto__');
