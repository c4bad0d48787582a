import { ts } from 'ts-morph';
import type { FoundLoop } from '../../forms/foundLoop.js';
import { isBuffer, typedArrayName } from '../../forms/iteration.js';
import type { Access, Effects } from '../source/access.js';
import { leaves } from '../calls/control.js';
import { itemExists } from '../dependences/itemExists.js';
import type { Assumed } from '../reasons.js';
import type { LinearContext } from '../dependences/linear.js';
import { levelOf } from '../dependences/loopLevels.js';
import { namesIn } from '../source/names.js';
import { ownColumnOf } from './ownColumn.js';
import { ownMadeOf } from './ownMade.js';
import { ownFlatColumnOf } from './ownFlatColumn.js';
import { ownFlatRowOf } from './ownFlatRow.js';
import { relateSubscripts, sideOf } from '../dependences/subscripts.js';
import { isDeclaredIn, symbolOf, unwrap } from '../source/symbols.js';
import { isGivenValue } from '../source/memberWrites.js';

/** What is known of a loop whose places are looked for. */
export interface PlaceContext {
  readonly loop: FoundLoop;
  readonly body: ts.Statement;
  /** The counter, or what each iteration is given. */
  readonly item: ts.Symbol;
  readonly checker: ts.TypeChecker;
  readonly effects: Effects;
}

/** A name like the one given that nothing else has. */
export type FreeName = (name: string) => string;

/** Puts what is in a copy of an array into the array again, holes apart. */
export function linesPuttingBack(array: string, own: string, free: FreeName): readonly string[] {
  const [value, at] = [free('value'), free('at')];
  return [`${own}.forEach((${value}, ${at}) => {`, `  ${array}[${at}] = ${value};`, '});'];
}

/** A place with all its mentions. */
export interface OwnPlace {
  readonly symbol: ts.Symbol;
  /**
   * One number of an array, an array of numbers in it, an object that each iteration makes for it, a part of a flat array, a view of
   * one, or an array that each iteration fills for itself.
   */
  readonly kind: 'element' | 'row' | 'made' | 'flat part' | 'view' | 'scratch';
  /** As it is written. */
  readonly text: string;
  readonly mentions: readonly ts.Node[];
  /** The statement that is run once for every such place. */
  readonly scope: ts.Statement;
  /** The type that is said of an object that is made, with its colon. */
  readonly type?: string;
  /** What makes such an array, where a copy of it will not do. */
  readonly made?: string;
  /** Of a part of a flat array: what makes the copy, the lines that put it back, and the place in it that each mention has. */
  readonly copy?: {
    readonly made: (free: FreeName) => string;
    readonly back: (own: string, free: FreeName) => readonly string[];
    readonly subscripts: ReadonlyMap<ts.Node, string>;
  };
  /** Of a view that becomes a copy: the lines that put it back. */
  readonly back?: (free: FreeName) => readonly string[];
  /** Set where others look at what a scratch array holds in the end. */
  readonly isUsedAfter?: boolean;
  /** What the copy is named after, where it is not the object. */
  readonly name?: string;
  /** On what it is the iteration's own. */
  readonly assumed?: readonly Assumed[];
  /** The statement of the scope behind which the place is known. */
  readonly after?: ts.Statement;
}

/** The name of what a `for…of` goes through. */
export function sourceOf({ loop: { source }, checker }: PlaceContext): ts.Symbol | undefined {
  return source.kind === 'iterable' && ts.isIdentifier(source.expression)
    ? symbolOf(source.expression, checker)
    : undefined;
}

/** The place that each iteration has for itself in the object of a name; null where there is none, or not it alone. */
export function ownPlaceOf(symbol: ts.Symbol, context: PlaceContext): OwnPlace | null {
  const { body, checker, effects, item } = context;
  const source = symbol === item ? sourceOf(context) : undefined;
  const accesses = effects.accesses.filter((a) => a.symbol === symbol || a.symbol === source);
  const names = namesIn(body, symbol.getName()).filter((name) => symbolOf(name, checker) === symbol);
  const [name] = names;
  const isPlaced = (a: Access): boolean =>
    names.some((use) => use.pos >= a.node.pos && use.end <= a.node.end) && a.within === null;
  if (!name || isDeclaredIn(symbol, body) || !accesses.every((a) => (a.content ? isPlaced(a) : !a.write))) return null;
  // Have: an object from outside, reached by this name alone.
  if (symbol === item) return rowOf(symbol, names, context);
  const type = checker.getTypeAtLocation(name);
  // A `slice` of it would be no copy.
  if (isBuffer(type)) return null;
  if (holdsNumbers(type, checker) || areNumbers(names, checker)) {
    const element = elementOf(symbol, names, type, context);
    if (element || !typedArrayName(type)) return element;
    return ownFlatRowOf(symbol, names, context) ?? ownFlatColumnOf(symbol, names, context);
  }
  const made = ownMadeOf(symbol, names, context);
  if (made) return made;
  const rows = checker.isArrayType(type) ? checker.getTypeArguments(type as ts.TypeReference)[0] : undefined;
  if (!rows || !holdsNumbers(rows, checker) || context.loop.source.kind !== 'range') return null;
  const mentions: ts.Node[] = [];
  const others: ts.ElementAccessExpression[] = [];
  for (const use of names) {
    const row = use.parent;
    if (isLength(row)) continue;
    if (!ts.isElementAccessExpression(row) || row.expression !== use) return null;
    const subscript = row.argumentExpression;
    if (ts.isIdentifier(subscript) && symbolOf(subscript, checker) === item) mentions.push(asserted(row));
    else others.push(row);
  }
  const place = rowOf(symbol, mentions, context);
  const own = place?.mentions[0] && unwrap(place.mentions[0] as ts.Expression);
  if (!own || !ts.isElementAccessExpression(own)) return ownColumnOf(symbol, names, context);
  return others.every((row) => isOtherRow(row.argumentExpression, row, own.argumentExpression, context)) ? place : null;
}

/** Whether every `sum[i]` is a number, where the array alone does not say so. */
function areNumbers(names: readonly ts.Identifier[], checker: ts.TypeChecker): boolean {
  return names.every(
    ({ parent }) =>
      isLength(parent) || (ts.isElementAccessExpression(parent) && isNumber(checker.getTypeAtLocation(parent))),
  );
}

const isNumber = (type: ts.Type): boolean => (type.flags & ts.TypeFlags.NumberLike) !== 0;

/** `c[i]`, or the item itself, of which only elements and the length are asked. */
function rowOf(symbol: ts.Symbol, mentions: readonly ts.Node[], context: PlaceContext): OwnPlace | null {
  const { body, checker, item } = context;
  const [first] = mentions;
  if (!first || !holdsNumbers(checker.getNonNullableType(checker.getTypeAtLocation(first)), checker)) return null;
  const isPart = (node: ts.Node): boolean =>
    isLength(node.parent) ||
    (ts.isElementAccessExpression(node.parent) && node.parent.expression === node && !isDeleted(node.parent));
  if (!mentions.every(isPart)) return null;
  const source = sourceOf(context);
  if (symbol === item && (!source || namesIn(body, source.getName()).length > 0)) return null;
  return { symbol, kind: 'row', text: first.getText(), mentions, scope: body };
}

/** `sum[i]`, wherever it is mentioned. */
function elementOf(
  symbol: ts.Symbol,
  names: readonly ts.Identifier[],
  type: ts.Type,
  context: PlaceContext,
): OwnPlace | null {
  const { body, checker, effects } = context;
  const mentions = names.map((use) => use.parent).filter((node) => !isLength(node));
  const places = mentions.filter(ts.isElementAccessExpression);
  const [first] = places;
  const isTyped = typedArrayName(type) !== null;
  // An array may get longer in between, and says so.
  const isAsked = !isTyped && names.some((use) => isLength(use.parent));
  if (!first || isAsked || places.length < mentions.length) return null;
  // Narrower numbers are rounded whenever they are stored; behind its end, a typed array forgets what it is given.
  const isAsStored =
    !isTyped || (typedArrayName(type) === 'Float64Array' && (itemExists(first, checker) || places.every(servesItself)));
  const copy = isAsStored ? undefined : partOfOne(first, places, context);
  if (copy === null) return null;
  const text = first.getText();
  if (
    !places.every(
      (p) => p.getText() === text && names.includes(p.expression as ts.Identifier) && !isDeleted(asserted(p)),
    )
  )
    return null;
  const subscripts = subscriptNames(first.argumentExpression, checker);
  if (!places.every((p) => areSameNames(subscriptNames(p.argumentExpression, checker), subscripts))) return null;
  const isFixedIn = (scope: ts.Statement, s: ts.Symbol): boolean =>
    !isDeclaredIn(s, scope) &&
    !effects.accesses.some(
      (a) => a.write && !a.content && a.symbol === s && a.node.pos >= scope.pos && a.node.end <= scope.end,
    );
  const scope = scopesOf(places, body).find((one) => subscripts?.every((s) => isFixedIn(one, s)));
  if (!scope || !isReadAgain(places, scope)) return null;
  if (copy) return { symbol, kind: 'flat part', text: symbol.getName(), mentions: places, scope, copy };
  return { symbol, kind: 'element', text, mentions: places, scope };
}

/** A copy of the one place that the counter of the loop says, as an array that forgets and rounds as the whole does. */
function partOfOne(
  { expression, argumentExpression: at }: ts.ElementAccessExpression,
  places: readonly ts.Node[],
  { loop: { source }, item, checker }: PlaceContext,
): OwnPlace['copy'] | null {
  const isCounter = ts.isIdentifier(at) && symbolOf(at, checker) === item && source.kind === 'range';
  if (!isCounter || (source.start && !ts.isNumericLiteral(source.start))) return null;
  const [array, limits] = [expression.getText(), `${at.text}, ${at.text} + 1`];
  return {
    made: () => `${array}.slice(${limits})`,
    back: (own) => [`${array}.subarray(${limits}).set(${own});`],
    subscripts: new Map(places.map((place) => [place, '0'])),
  };
}

/** Whether a place is given a value, or only helps to make the one that it is given. */
export function servesItself(place: ts.Expression): boolean {
  if (isGivenValue(asserted(place))) return true;
  const text = place.getText();
  for (let node: ts.Node = place; !ts.isStatement(node); node = node.parent) {
    const { parent } = node;
    if (ts.isBinaryExpression(parent) && isGivenValue(parent.left) && parent.right === node)
      return unwrap(parent.left).getText() === text && ts.isExpressionStatement(parent.parent);
  }
  return false;
}

/** Whether what one statement writes another one reads, or the same in another round of a loop: `sum[i] = sum[i] + x` alone may commit. */
export function isReadAgain(mentions: readonly ts.Node[], scope: ts.Statement): boolean {
  const statements = ts.isBlock(scope) ? scope.statements : [scope];
  const holders = statements.filter((s) => mentions.some((m) => m.pos >= s.pos && m.end <= s.end));
  return holders.length > 1 || holders.some((s) => !ts.isExpressionStatement(s));
}

/** The names in a subscript; null where it is more than a sum or product of names and numbers. */
export function subscriptNames(node: ts.Expression, checker: ts.TypeChecker): ts.Symbol[] | null {
  if (ts.isNumericLiteral(node)) return [];
  if (ts.isParenthesizedExpression(node)) return subscriptNames(node.expression, checker);
  if (ts.isIdentifier(node)) {
    const symbol = symbolOf(node, checker);
    return symbol && isNumber(checker.getTypeAtLocation(node)) ? [symbol] : null;
  }
  if (!ts.isBinaryExpression(node) || !/^[-+*]$/.test(node.operatorToken.getText())) return null;
  const [left, right] = [subscriptNames(node.left, checker), subscriptNames(node.right, checker)];
  return left && right && [...left, ...right];
}

/** Whether two places that are written alike have the same names in them: an inner function or loop may have one of its own. */
export const areSameNames = (a: readonly ts.Symbol[] | null, b: readonly ts.Symbol[] | null): boolean =>
  a !== null && b !== null && a.length === b.length && a.every((symbol, at) => symbol === b[at]);

/** The loop bodies in which all mentions are, and which run to their end, the outermost first. */
export function scopesOf(mentions: readonly ts.Node[], body: ts.Statement): ts.Statement[] {
  const holdsAll = (node: ts.Node): boolean => mentions.every((m) => m.pos >= node.pos && m.end <= node.end);
  const scopes: ts.Statement[] = [];
  for (let node: ts.Node = mentions[0]!; node !== body; node = node.parent) {
    const { parent } = node;
    const isBody = ts.isIterationStatement(parent, false) && parent.statement === node;
    if (isBody && holdsAll(node) && !leaves(node, parent)) scopes.unshift(parent.statement);
  }
  return [body, ...scopes];
}

/** A row, only read, that is surely not the iteration's own, nor one that an earlier iteration wrote: `c[k]` inside `for (let k = i + 1; …; k++)`. */
function isOtherRow(
  subscript: ts.Expression,
  row: ts.ElementAccessExpression,
  own: ts.Expression,
  context: PlaceContext,
): boolean {
  const { loop, checker } = context;
  const whole = asserted(row);
  const element = whole.parent;
  const isRead =
    ts.isElementAccessExpression(element) && element.expression === whole && !isGivenValue(asserted(element));
  const outermost = levelOf(loop, checker);
  const linear = linearIn(context);
  if (!isRead || !linear) return false;
  const [mine, other] = [own, subscript].map((each) => sideOf(each, loop, outermost, linear));
  return relateSubscripts(mine!, other!, [outermost]).some(
    (r) => r === 'disjoint' || (r !== 'unknown' && r.level === outermost && !r.same && !r.before),
  );
}

/** What subscripts in the body are written in; null where nothing counts the iterations. */
export function linearIn({ loop, body, checker, effects }: PlaceContext): LinearContext | null {
  const { counter } = levelOf(loop, checker);
  const written = new Set(effects.accesses.filter((a) => a.write && !a.content).map((a) => a.symbol));
  const isInvariant = (symbol: ts.Symbol): boolean => !written.has(symbol) && !isDeclaredIn(symbol, body);
  return counter && { checker, region: body, counters: new Set([counter]), isInvariant };
}

export const isLength = (node: ts.Node): boolean =>
  ts.isPropertyAccessExpression(node) && node.name.text === 'length' && !isGivenValue(node);

/** With the `!` behind it. */
export const asserted = (node: ts.Node): ts.Node =>
  ts.isNonNullExpression(node.parent) ? asserted(node.parent) : node;

export const isDeleted = ({ parent }: ts.Node): boolean => ts.isDeleteExpression(parent);

/** Whether a type is that of an array, plain or typed, of plain numbers. */
export function holdsNumbers(type: ts.Type, checker: ts.TypeChecker): boolean {
  const name = typedArrayName(type);
  if (name) return !name.startsWith('Big');
  if (!checker.isArrayType(type)) return false;
  const [element] = checker.getTypeArguments(type as ts.TypeReference);
  return element !== undefined && isNumber(element);
}
