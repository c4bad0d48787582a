import { ts } from 'ts-morph';
import {
  givenInTurn,
  isAssignment,
  isDefault,
  isIncrement,
  storesItsValue,
  targetInTurn,
} from '../source/assignments.js';
import { functionOf, usesArguments } from '../source/functions.js';
import { libraryName } from '../source/libraryName.js';
import { isGivenValue } from '../source/memberWrites.js';
import { rootName } from '../source/rootName.js';
import { isFunctionNode, isGlobal, isNothing, resolveAlias, symbolOf, unwrap, wrapped } from '../source/symbols.js';
import {
  type ContainerWalk,
  NOTHING,
  NUMBERS,
  ofEntry,
  placeInEntry,
  restOf,
  type Stored,
  together,
  type Way,
} from './containerWays.js';
import { isHolder } from './storedByValue.js';
import { storedByTask } from './storedByTask.js';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

/** Methods after which a list holds what it has held before, and that give nothing of it but texts and numbers. */
const TELLING = words('clear delete has includes indexOf join lastIndexOf toString');
/** Methods that hand the items to a callback, and give something else. */
const VISITING = words('every findIndex findLastIndex flatMap forEach map some');
/** Methods that give one item. */
const GIVING = words('at pop shift');
/** Methods that give items in a list or an iterator. */
const LISTING = words('concat entries keys slice splice toReversed toSorted values with');
/** Methods that hand the items to a callback, and give some of them. */
const CHOOSING = words('filter find findLast');
const FOLDING = words('reduce reduceRight');
const ORDERING = words('sort reverse');
const ADDING = words('add push unshift fill');

/** Functions that look at a container and keep it not. */
const LOOKING = /^(console\.(log|error|info|warn|table)|JSON\.stringify|Object\.hasOwn)$/;

/** What one use of a container puts into it; null where that cannot be told. */
export function storedByUse(container: ts.Node, way: Way, walk: ContainerWalk): Stored | null {
  const { parent } = container;
  const byTask = storedByTask(container, way, walk);
  if (byTask !== undefined) return byTask;
  if (ts.isCallExpression(parent) && parent.expression !== container) return storedByCall(container, parent, way, walk);
  const around = storedAround(container, way, walk);
  if (around !== undefined) return around;
  if (way[0] === 'item') return storedInList(container, way, walk);
  if (way[0] === 'entry-key' || way[0] === 'entry-value') return storedInEntry(container, way, walk);
  return way[0] === 'member' ? storedInDictionary(container, way, walk) : storedInMap(container, way, walk);
}

/** What is the same for all containers: names that are given them, values that may be them; undefined for other uses. */
function storedAround(container: ts.Node, way: Way, walk: ContainerWalk): Stored | null | undefined {
  const { parent } = container;
  if (ts.isVariableDeclaration(parent) && parent.initializer === container) return walk.ofBinding(parent.name, way);
  if (ts.isExpressionStatement(parent)) return NOTHING;
  if (ts.isPrefixUnaryExpression(parent) && parent.operator === ts.SyntaxKind.ExclamationToken) return NOTHING;
  if (ts.isIfStatement(parent) && parent.expression === container) return NOTHING;
  if (ts.isConditionalExpression(parent))
    return parent.condition === container ? NOTHING : walk.ofUse(wrapped(parent), way);
  const target = targetInTurn(container);
  if (target) return walk.ofValue(target, way);
  if (givenInTurn(container)) return ts.isIdentifier(unwrap(container as ts.Expression)) ? NOTHING : undefined;
  if (!ts.isBinaryExpression(parent)) return undefined;
  const { kind } = parent.operatorToken;
  if (kind >= ts.SyntaxKind.EqualsEqualsToken && kind <= ts.SyntaxKind.ExclamationEqualsEqualsToken) return NOTHING;
  if (kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken) {
    const other = parent.left === container ? walk.ofValue(parent.right, way) : NOTHING;
    return together([other, walk.ofUse(wrapped(parent), way)]);
  }
  if (!storesItsValue(parent) || isDefault(parent)) return undefined;
  const whole = (): Stored | null => walk.ofUse(wrapped(parent), way);
  // `list = …;`: the variable is looked at with all that it is given.
  if (parent.left === container) return ts.isIdentifier(unwrap(container as ts.Expression)) ? whole() : undefined;
  const name = unwrap(parent.left);
  return isHolder(name) ? together([walk.ofValue(name, way), whole()]) : undefined;
}

function storedByCall(container: ts.Node, call: ts.CallExpression, way: Way, walk: ContainerWalk): Stored | null {
  const callee = call.expression.getText();
  if (isLook(call, walk)) return NOTHING;
  const [first, callback, more] = call.arguments;
  if (way[0] === 'member' && first === container && !callback) {
    if (callee === 'Object.keys') return NOTHING;
    if (callee === 'Object.values') return listed(call, restOf(way), walk);
    const rest = restOf(way);
    if (callee === 'Object.entries') return listed(call, rest && ['entry-value', ...rest], walk);
  }
  if (way[0] === 'value' && callee === 'Object.fromEntries') return restOf(way) === null ? NOTHING : null;
  if (callee === 'Array.from' && first === container && !more) {
    const rest = restOf(way);
    const items = way[0] === 'item' || rest === null ? rest : ofEntry(way);
    if (!callback) return listed(call, items, walk);
    return items === null ? NOTHING : storedByCallback(callback, [items], walk);
  }
  return storedByCallee(container, call, way, walk) ?? storedAsArgument(container, call, way, walk);
}

/** Whether a call only looks at the container that it is given: what replaces values in JSON would be given it as well. */
function isLook({ expression, arguments: [, more] }: ts.CallExpression, { checker }: ContainerWalk): boolean {
  if (libraryName(expression, checker) === 'keysIn') return true;
  const root = rootName(expression);
  if (!LOOKING.test(expression.getText()) || !root || !isGlobal(symbolOf(root, checker))) return false;
  return (
    root.text !== 'JSON' || !more || isNothing(checker.getTypeAtLocation(more)) || ts.isArrayLiteralExpression(more)
  );
}

/** A container that is put into another one: `map.set(key, list)`, `lists.push(list)`. */
function storedAsArgument(container: ts.Node, call: ts.CallExpression, way: Way, walk: ContainerWalk): Stored | null {
  if (!ts.isPropertyAccessExpression(call.expression) || !ts.isExpressionStatement(call.parent)) return null;
  const around = unwrap(call.expression.expression);
  if (!isHolder(around)) return null;
  const position = call.arguments.indexOf(container as ts.Expression);
  const method = call.expression.name.text;
  if (method === 'set' && position === 1) return walk.ofValue(around, ['value', ...way]);
  return method === 'push' || method === 'unshift' ? walk.ofValue(around, ['item', ...way]) : null;
}

/** What a function of the program puts into the container that it is given. */
function storedByCallee(container: ts.Node, call: ts.CallExpression, way: Way, walk: ContainerWalk): Stored | null {
  const position = call.arguments.indexOf(container as ts.Expression);
  if (position < 0 || call.arguments.slice(0, position).some(ts.isSpreadElement)) return null;
  const symbol = ts.isIdentifier(call.expression) ? walk.checker.getSymbolAtLocation(call.expression) : undefined;
  const fn = symbol && functionOf(resolveAlias(symbol, walk.checker), walk.checker);
  const parameter = fn?.parameters[position];
  if (!fn || usesArguments(fn) || parameter?.dotDotDotToken) return null;
  return parameter ? walk.ofBinding(parameter.name, way) : NOTHING;
}

/** Uses of a list, or an iterator, of containers; there are none in it where the way has ended. */
const listed = (list: ts.Expression, items: Way | null, walk: ContainerWalk): Stored | null =>
  items === null ? NOTHING : walk.ofUse(wrapped(list), ['item', ...items]);

/**
 * What a callback puts into the containers that its parameters are given.
 *
 * @param ways `ways[i]` is null where parameter i is given none
 * @param most number of parameters in front of that which is given the list itself
 */
function storedByCallback(
  callback: ts.Expression | undefined,
  ways: readonly (Way | null)[],
  walk: ContainerWalk,
  most = 2,
): Stored | null {
  const value = functionGiven(callback, walk);
  if (!value?.body || value.parameters.length > most || usesArguments(value.body)) return null;
  if (value.parameters.some((one) => one.dotDotDotToken)) return null;
  return together(
    value.parameters.map((one, i) => {
      const way = ways[i];
      return way ? walk.ofBinding(one.name, way) : NOTHING;
    }),
  );
}

/** The function that a callback is: written there, or named. */
function functionGiven(callback: ts.Expression | undefined, { checker }: ContainerWalk): ReturnType<typeof functionOf> {
  const value = callback && unwrap(callback);
  if (!value || isFunctionNode(value)) return value ?? null;
  const symbol = ts.isIdentifier(value) ? checker.getSymbolAtLocation(value) : undefined;
  return symbol ? functionOf(resolveAlias(symbol, checker), checker) : null;
}

function storedInList(list: ts.Node, way: Way, walk: ContainerWalk): Stored | null {
  const { parent } = list;
  const rest = restOf(way);
  if (ts.isElementAccessExpression(parent) && parent.expression === list) return storedInPlace(parent, rest, walk);
  if (ts.isForOfStatement(parent)) return rest === null ? NOTHING : storedByHead(parent, rest, walk);
  // A new list of the same items.
  if (ts.isSpreadElement(parent)) {
    if (rest === null) return NOTHING;
    return ts.isArrayLiteralExpression(parent.parent) ? walk.ofUse(wrapped(parent.parent), way) : null;
  }
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== list) return null;
  // A new length takes elements away, and adds none.
  if (parent.name.text === 'length' || parent.name.text === 'size') return NOTHING;
  const call = parent.parent;
  return ts.isCallExpression(call) && call.expression === parent
    ? storedByMethod(call, parent.name.text, rest, walk)
    : null;
}

function storedByMethod(call: ts.CallExpression, method: string, rest: Way | null, walk: ContainerWalk): Stored | null {
  const given = call.arguments;
  const byCallback = (ways: readonly (Way | null)[], most?: number): Stored | null =>
    storedByCallback(given[0], ways, walk, most);
  if (TELLING.has(method)) return NOTHING;
  // The list itself comes back, to nobody.
  if (ORDERING.has(method)) {
    if (!ts.isExpressionStatement(call.parent)) return null;
    return rest === null || given.length === 0 ? NOTHING : byCallback([rest, rest]);
  }
  if (method === 'splice' && given.length > 2)
    return given.some(ts.isSpreadElement) || (rest && !ts.isExpressionStatement(call.parent))
      ? null
      : together(given.slice(2).map((one) => walk.ofValue(one, rest)));
  if (VISITING.has(method)) return byCallback([rest]);
  if (GIVING.has(method)) return rest === null ? NOTHING : walk.ofUse(wrapped(call), rest);
  if (LISTING.has(method)) return rest === null ? NOTHING : null;
  if (CHOOSING.has(method)) return rest === null ? byCallback([]) : null;
  if (FOLDING.has(method)) return rest === null ? byCallback([], 3) : null;
  if (!ADDING.has(method) || given.some(ts.isSpreadElement)) return null;
  // Both give the container itself.
  if ((method === 'fill' || method === 'add') && !ts.isExpressionStatement(call.parent)) return null;
  return together((method === 'fill' ? given.slice(0, 1) : given).map((one) => walk.ofValue(one, rest)));
}

/** What `list[i]` or `dictionary[key]` is given where it stands, and what is put into the container that it gives. */
function storedInPlace(access: ts.Expression, rest: Way | null, walk: ContainerWalk): Stored | null {
  const element = wrapped(access);
  const { parent } = element;
  // `list['push'](…)`
  if (ts.isCallExpression(parent) && parent.expression === element) return null;
  if (isAssignment(parent) && parent.left === element) {
    if (isDefault(parent)) return null;
    if (storesItsValue(parent))
      return together([walk.ofValue(parent.right, rest), rest === null ? NOTHING : walk.ofUse(wrapped(parent), rest)]);
    if (rest) return null;
    return parent.operatorToken.kind === ts.SyntaxKind.PlusEqualsToken ? walk.ofValue(parent.right, null) : NUMBERS;
  }
  const inTurn = givenInTurn(element);
  if (inTurn) return together([walk.ofValue(inTurn, rest), rest === null ? NOTHING : walk.ofValue(element, rest)]);
  if (rest) return isGivenValue(element) ? null : walk.ofUse(element, rest);
  if (isIncrement(parent)) return NUMBERS;
  return isGivenValue(element) ? null : NOTHING;
}

/** The head of a loop over containers, or over entries of them. */
function storedByHead({ initializer }: ts.ForOfStatement, way: Way, walk: ContainerWalk): Stored | null {
  const [variable] = ts.isVariableDeclarationList(initializer) ? initializer.declarations : [];
  return variable ? walk.ofBinding(variable.name, way) : null;
}

function storedInMap(map: ts.Node, way: Way, walk: ContainerWalk): Stored | null {
  const { parent } = map;
  const rest = restOf(way);
  const [part] = way;
  if (rest === null && (ts.isForOfStatement(parent) || ts.isSpreadElement(parent))) return NOTHING;
  if (ts.isForOfStatement(parent)) return storedByHead(parent, ofEntry(way), walk);
  if (ts.isSpreadElement(parent))
    return ts.isArrayLiteralExpression(parent.parent) ? listed(parent.parent, ofEntry(way), walk) : null;
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== map) return null;
  const { text } = parent.name;
  if (text === 'size') return NOTHING;
  const call = parent.parent;
  if (!ts.isCallExpression(call) || call.expression !== parent) return null;
  if (text === 'has' || text === 'delete' || text === 'clear') return NOTHING;
  if (text === 'get') return rest === null || part === 'key' ? NOTHING : walk.ofUse(wrapped(call), rest);
  if (text === 'keys' || text === 'values') return `${part}s` === text ? listed(call, rest, walk) : NOTHING;
  if (text === 'entries') return listed(call, rest && ofEntry(way), walk);
  const [first, second] = call.arguments;
  if (text === 'forEach') return storedByCallback(first, part === 'value' ? [rest] : [null, rest], walk);
  const isSet = text === 'set' && first && second && !ts.isSpreadElement(first) && !ts.isSpreadElement(second);
  // The Map itself comes back, to nobody.
  return isSet && ts.isExpressionStatement(call.parent) ? walk.ofValue(part === 'key' ? first : second, rest) : null;
}

function storedInEntry(entry: ts.Node, way: Way, walk: ContainerWalk): Stored | null {
  const { parent } = entry;
  const rest = restOf(way);
  // An entry is made for whoever asks.
  if (rest === null) return NOTHING;
  if (!ts.isElementAccessExpression(parent) || parent.expression !== entry) return null;
  if (!ts.isNumericLiteral(parent.argumentExpression)) return null;
  return parent.argumentExpression.text === String(placeInEntry(way)) ? storedInPlace(parent, rest, walk) : NOTHING;
}

function storedInDictionary(dictionary: ts.Node, way: Way, walk: ContainerWalk): Stored | null {
  const { parent } = dictionary;
  const isMember =
    (ts.isElementAccessExpression(parent) || ts.isPropertyAccessExpression(parent)) && parent.expression === dictionary;
  if (isMember) return ts.isDeleteExpression(parent.parent) ? NOTHING : storedInPlace(parent, restOf(way), walk);
  if (ts.isForInStatement(parent)) return NOTHING;
  return ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.InKeyword ? NOTHING : null;
}
