import { ts } from 'ts-morph';
import type { Aliasing } from './aliases.js';
import { resolveCallee } from '../calls/callees.js';
import { returnedValues } from '../source/functions.js';
import { walkedOver } from './collections.js';
import { areLinked } from './links.js';
import { POOL_MAP } from './poolCalls.js';
import { type Apart, isNewItem, itemAliasing, rowsReturnedBy } from './rowAliasing.js';
import {
  declarationOf,
  type FunctionNode,
  isConstant,
  isFunctionNode,
  isPrimitive,
  resolveAlias,
  symbolOf,
  unwrap,
} from '../source/symbols.js';

/** What the expressions of a list are asked with. */
interface Asked {
  readonly checker: ts.TypeChecker;
  readonly apart: Apart;
  readonly loop: ts.Node;
}

/** Methods that give items of the list that they are called on, each once. */
const CHOOSES = /^Array#(filter|slice|sort|toSorted|reverse|toReversed|splice)$/;
/** Methods that give an item: one that somebody holds already. */
const GIVES_ITEM = /^(Array#(at|find|findLast)|Map#get|WeakMap#get)$/;

/** Whether the items of what an expression makes, or the values of an object that it makes, are different objects. */
export function rowsOf(value: ts.Expression, checker: ts.TypeChecker, apart: Apart, loop: ts.Node): Aliasing {
  const node = unwrap(value);
  const asked: Asked = { checker, apart, loop };
  if (ts.isArrayLiteralExpression(node)) return piecesOf(node.elements.map(unwrap), asked);
  if (ts.isObjectLiteralExpression(node)) return valuesOf(node, asked);
  if (ts.isNewExpression(node)) return rowsOfNew(node, asked);
  if (ts.isAwaitExpression(node)) return rowsOf(node.expression, checker, apart, loop);
  if (!ts.isCallExpression(node)) return 'possible';
  const walked = walkedOver(node);
  // `map.values()`
  if (walked !== node && node.arguments.length === 0) return itemAliasing(walked, loop, checker, apart);
  const callee = resolveCallee(node.expression, checker);
  if (callee.kind === 'program') {
    const results = callee.functions.flatMap((fn) => rowsReturnedBy(fn, checker, apart));
    return results.length > 0 && results.every((r) => r === 'never') ? 'never' : 'possible';
  }
  if (callee.kind !== 'builtin') return 'possible';
  if (POOL_MAP.test(callee.key)) return rowsOfTask(node.arguments[0], asked);
  const [first, second] = node.arguments;
  const receiver = ts.isPropertyAccessExpression(node.expression) ? node.expression.expression : undefined;
  if (callee.key === 'Array#fill')
    return first && isPrimitive(checker.getTypeAtLocation(first), checker) ? 'never' : 'certain';
  if (receiver && CHOOSES.test(callee.key)) return itemAliasing(receiver, loop, checker, apart);
  if (receiver && callee.key === 'Array#concat')
    return piecesOf([receiver, ...node.arguments].map(unwrap), asked, true);
  if (first && /^Object\.(values|entries)$/.test(callee.key)) return itemAliasing(first, loop, checker, apart);
  if (first && !second && callee.key === 'Array.from') return itemAliasing(walkedOver(first), loop, checker, apart);
  if (first && receiver && /[#.](map|flatMap|from)$/.test(callee.key)) {
    const isFrom = callee.key.endsWith('.from');
    return rowsOfMapper((isFrom ? second : first)!, isFrom ? first : receiver, asked);
  }
  return 'possible';
}

/** What a task makes anew for each item is different, whether it comes from a worker or from here. */
function rowsOfTask(name: ts.Expression | undefined, asked: Asked): Aliasing {
  const symbol = name && ts.isIdentifier(name) ? symbolOf(name, asked.checker) : undefined;
  const declaration = symbol && resolveAlias(symbol, asked.checker).valueDeclaration;
  const made = isConstant(declaration) && declaration.initializer ? unwrap(declaration.initializer) : null;
  if (!made || !ts.isCallExpression(made) || made.expression.getText() !== 'task') return 'possible';
  const rows = made.arguments.flatMap((a) => (isFunctionNode(a) ? returnedValues(a) : []));
  return rows.length > 0 && rows.every((row) => isNewItem(row, asked.checker, asked.apart)) ? 'never' : 'possible';
}

/** `new Set(list)`, `new Map(pairs)`, `new Array(n)`, and objects that hold what their class is given. */
function rowsOfNew(node: ts.NewExpression, asked: Asked): Aliasing {
  const { checker, apart, loop } = asked;
  const objects = (node.arguments ?? []).filter((a) => !isPrimitive(checker.getTypeAtLocation(a), checker));
  const [first] = objects;
  const name = node.expression.getText();
  if (!first) return 'never';
  if (name === 'Set') {
    const items = itemAliasing(first, loop, checker, apart);
    // What is in a set twice is there once.
    return items === 'certain' && apart === 'different' ? 'never' : items;
  }
  if (name === 'Map') return pairsOf(unwrap(first), asked);
  return objects.every((row) => isNewItem(row, checker, apart)) ? 'never' : 'certain';
}

/** The values of `[[key, value], …]`, or of a list that a `map` makes of such pairs. */
function pairsOf(list: ts.Expression, asked: Asked): Aliasing {
  const valueIn = (pair: ts.Expression): readonly ts.Expression[] => {
    const literal = unwrap(pair);
    const value = ts.isArrayLiteralExpression(literal) ? literal.elements[1] : undefined;
    return value ? [unwrap(value)] : [pair];
  };
  if (ts.isArrayLiteralExpression(list)) return piecesOf(list.elements.flatMap(valueIn), asked);
  const isMapped =
    ts.isCallExpression(list) && ts.isPropertyAccessExpression(list.expression) && list.expression.name.text === 'map';
  const mapper = isMapped && list.arguments[0] ? functionIn(list.arguments[0], asked.checker) : null;
  if (!mapper || !isMapped) return 'possible';
  const rows = returnedValues(mapper).flatMap(valueIn);
  const receiver = list.expression.expression;
  return rows.length > 0 ? strongest(rows.map((row) => itemMade(row, mapper, receiver, asked))) : 'possible';
}

function rowsOfMapper(callback: ts.Expression, source: ts.Expression, asked: Asked): Aliasing {
  const mapper = functionIn(callback, asked.checker);
  const rows = mapper ? returnedValues(mapper).map(unwrap) : [];
  if (!mapper || rows.length === 0) return 'possible';
  const isFlat = ts.isCallExpression(callback.parent) && /\.flatMap$/.test(callback.parent.expression.getText());
  return strongest(
    rows.map((row) => {
      if (!isFlat || !ts.isArrayLiteralExpression(row)) return itemMade(row, mapper, source, asked);
      const elements = row.elements.map(unwrap);
      if (areNamedTwice(elements)) return 'certain';
      return elements.length === 0 ? 'never' : strongest(elements.map((e) => itemMade(e, mapper, source, asked)));
    }),
  );
}

function functionIn(callback: ts.Expression, checker: ts.TypeChecker): FunctionNode | null {
  const node = unwrap(callback);
  if (isFunctionNode(node)) return node;
  const callee = ts.isIdentifier(node) ? resolveCallee(node, checker) : null;
  return callee?.kind === 'program' && callee.functions.length === 1 ? callee.functions[0]! : null;
}

/** What a mapper makes of the items of a list: new objects, the items themselves, or what exists already. */
function itemMade(row: ts.Expression, mapper: FunctionNode, source: ts.Expression, asked: Asked): Aliasing {
  const { checker, apart, loop } = asked;
  const node = unwrap(row);
  if (ts.isConditionalExpression(node))
    return strongest([node.whenTrue, node.whenFalse].map((part) => itemMade(part, mapper, source, asked)));
  const part = ts.isPropertyAccessExpression(node) ? unwrap(node.expression) : null;
  const item = mapper.parameters[0]?.name;
  const isItem = (e: ts.Expression | null): boolean =>
    e !== null &&
    item !== undefined &&
    ts.isIdentifier(e) &&
    ts.isIdentifier(item) &&
    symbolOf(e, checker) === symbolOf(item, checker);
  if (isItem(node)) return itemAliasing(source, loop, checker, apart);
  // A part of an item is as different as the items are throughout.
  if (isItem(part)) return itemAliasing(source, loop, checker, 'throughout');
  if (overlaps(node)) return apart === 'throughout' ? 'certain' : 'never';
  return pieceOf(node, asked);
}

/** Of several items that are made each time: one that is certainly shared is enough. */
const strongest = (all: readonly Aliasing[]): Aliasing =>
  all.includes('certain') ? 'certain' : all.includes('possible') ? 'possible' : 'never';

/** The items of a list that is put together, of items and, where it says so, of the items of other lists. */
function piecesOf(pieces: readonly ts.Expression[], asked: Asked, areLists = false): Aliasing {
  const { checker, apart, loop } = asked;
  if (areNamedTwice(pieces) || (!areLists && areLinked(pieces, apart, checker))) return 'certain';
  let lists = 0;
  const found = pieces.map((piece) => {
    if (!ts.isSpreadElement(piece) && !(areLists && checker.isArrayType(checker.getTypeAtLocation(piece))))
      return pieceOf(piece, asked, true);
    lists++;
    return itemAliasing(walkedOver(ts.isSpreadElement(piece) ? piece.expression : piece), loop, checker, apart);
  });
  const whole = strongest(found);
  // Two lists may hold one item.
  return whole === 'never' && lists > 1 ? 'possible' : whole;
}

/**
 * An item that is made where it stands is new; one that is looked up, or has a name, somebody holds already.
 *
 * @param once it is only put there once
 */
function pieceOf(piece: ts.Expression, asked: Asked, once = false): Aliasing {
  const { checker, apart } = asked;
  const node = unwrap(piece);
  if (isNewItem(node, checker, apart)) return 'never';
  if (ts.isBinaryExpression(node)) return strongest([node.left, node.right].map((e) => pieceOf(e, asked, once)));
  if (ts.isConditionalExpression(node))
    return strongest([node.whenTrue, node.whenFalse].map((e) => pieceOf(e, asked, once)));
  if (ts.isElementAccessExpression(node))
    return once && ts.isNumericLiteral(unwrap(node.argumentExpression)) ? 'possible' : 'certain';
  if (ts.isIdentifier(node)) {
    const symbol = symbolOf(node, checker);
    const declaration = symbol && declarationOf(symbol);
    const isOutside = !declaration || !ts.findAncestor(node, isFunctionNode) || !isInOneCall(declaration, node);
    if (once || isOutside) return once ? 'possible' : 'certain';
    // A variable of the mapper may be a new object each time.
    return ts.isVariableDeclaration(declaration) &&
      declaration.initializer &&
      isLookedUp(declaration.initializer, asked)
      ? 'certain'
      : 'possible';
  }
  if (ts.isPropertyAccessExpression(node)) return once ? 'possible' : 'certain';
  // What an object that is made each time holds of others, all of them hold.
  if (ts.isObjectLiteralExpression(node) && !once && apart === 'throughout')
    return partsOf(node).some((part) => holdsObject(part, checker) && pieceOf(part, asked) === 'certain')
      ? 'certain'
      : 'possible';
  const callee = ts.isCallExpression(node) ? resolveCallee(node.expression, checker) : null;
  if (callee?.kind === 'program' && !once) return givenBy(callee.functions, asked);
  return callee?.kind === 'builtin' && GIVES_ITEM.test(callee.key) ? 'certain' : 'possible';
}

/** `cache.get(key)` and `rows[i]`: what somebody holds already. */
function isLookedUp(value: ts.Expression, asked: Asked): boolean {
  const node = unwrap(value);
  return (ts.isCallExpression(node) || ts.isElementAccessExpression(node)) && pieceOf(node, asked) === 'certain';
}

const holdsObject = (part: ts.Expression, checker: ts.TypeChecker): boolean =>
  !isFunctionNode(part) && !isPrimitive(checker.getTypeAtLocation(part), checker);

/** Functions being looked at: what calls itself is not followed. */
const active = new Set<FunctionNode>();

/** What functions hand out: one that looks it up hands out what it has handed out before. */
function givenBy(functions: readonly FunctionNode[], asked: Asked): Aliasing {
  return functions.some((fn) => {
    if (active.has(fn)) return false;
    active.add(fn);
    try {
      return returnedValues(fn).some((value) => pieceOf(value, asked) === 'certain');
    } finally {
      active.delete(fn);
    }
  })
    ? 'certain'
    : 'possible';
}

/** Whether a name is declared in the very function in which it is used. */
const isInOneCall = (declaration: ts.Node, use: ts.Node): boolean =>
  ts.findAncestor(declaration, isFunctionNode) === ts.findAncestor(use, isFunctionNode);

/** `[...all, ...all]`, `[one, one]` and `[rows[0], rows[0]]`. */
function areNamedTwice(pieces: readonly ts.Expression[]): boolean {
  const names = pieces
    .map((piece) => unwrap(ts.isSpreadElement(piece) ? piece.expression : piece))
    .filter((e) => ts.isIdentifier(e) || ts.isElementAccessExpression(e) || ts.isPropertyAccessExpression(e))
    .map((e) => e.getText());
  return new Set(names).size < names.length;
}

/** What a property of a literal is given; null for a method and for `...all`. */
const partIn = (p: ts.ObjectLiteralElementLike): ts.Expression | null =>
  ts.isPropertyAssignment(p) ? unwrap(p.initializer) : ts.isShorthandPropertyAssignment(p) ? p.name : null;

const partsOf = (literal: ts.ObjectLiteralExpression): readonly ts.Expression[] =>
  literal.properties.flatMap((p) => partIn(p) ?? []);

/** The objects in an object literal, functions apart. */
function valuesOf(literal: ts.ObjectLiteralExpression, asked: Asked): Aliasing {
  const { checker } = asked;
  const parts = literal.properties.map(partIn);
  const objects = parts.filter((p) => !p || !isPrimitive(checker.getTypeAtLocation(p), checker));
  const known = objects.filter((p) => p !== null && !isFunctionNode(p)) as ts.Expression[];
  if (areNamedTwice(known)) return 'certain';
  if (objects.includes(null)) return 'possible';
  return known.every((p) => isNewItem(p, checker, asked.apart)) ? 'never' : 'possible';
}

/** `all.subarray(y * 4, y * 4 + 8)`: rows that reach into the next ones, as far as numbers say so. */
function overlaps(row: ts.Expression): boolean {
  if (!ts.isCallExpression(row) || !ts.isPropertyAccessExpression(row.expression)) return false;
  const [from, to] = row.arguments.map((a) => a.getText().replace(/\s/g, ''));
  if (row.expression.name.text !== 'subarray' || !from || !to) return row.expression.name.text === 'subarray';
  const stride = /^(?:\w+\*(\d+)|(\d+)\*\w+)$/.exec(from);
  const step = stride ? Number(stride[1] ?? stride[2]) : /^\w+$/.test(from) ? 1 : null;
  const ahead = to.startsWith(`${from}+`) ? /^\d+$/.exec(to.slice(from.length + 1)) : null;
  return step !== null && ahead !== null && Number(ahead[0]) > step;
}
