import { ts } from 'ts-morph';
import type { FoundLoop } from '../forms/foundLoop.js';
import { typedArrayName } from '../forms/iteration.js';
import type { Access, Effects } from './access.js';
import { aliasing } from './aliases.js';
import { leaves } from './control.js';
import { createEffectReader } from './effects.js';
import type { FileAnalysis } from './judgeLoop.js';
import { namesIn } from './names.js';
import type { Assumed } from './reasons.js';
import { itemExists } from './itemExists.js';
import { enclosingFunction, isDeclaredIn, isFunctionNode, isPrimitive, symbolOf, unwrap } from './symbols.js';
import type { SameLoop } from './sameLoop.js';
import { isGivenValue } from './untyped/memberWrites.js';

/**
 * The same loop, in which every iteration works on copies of the places that it alone reads and writes, and puts them back at its end:
 * places of arrays that an iteration reads again after it has written them, and no other iteration touches: an element
 * `sum[i]`, which becomes a variable, or a row `c[i]`, of which a copy is made. A loop that only this stood
 * against has its writes at the end then, where they commit.
 *
 * Scalar replacement after Callahan, Carr and Kennedy, "Improving register allocation for subscripted variables", PLDI 1990;
 * copy-in and copy-out after Tu and Padua, "Automatic array privatization", LCPC 1993.
 *
 * @returns null where there is no such place, or something else may see that it is written late
 */
export function ownPlaces(loop: FoundLoop, { reading, summaries }: FileAnalysis): SameLoop | null {
  const { checker } = reading;
  const { node, body, item } = loop;
  const isPlain = loop.callback === null && loop.advance === null && loop.before.length === 0;
  if (!isPlain || !item || !ts.isIdentifier(item) || !ts.isStatement(body) || !staysWithin(body, node)) return null;
  const given = checker.getSymbolAtLocation(item);
  if (!given || (loop.source.kind !== 'range' && !(loop.source.kind === 'iterable' && loop.source.view === 'items')))
    return null;
  const effects = createEffectReader(node, checker, summaries).effectsOf(body);
  if (effects.outside.length > 0 || effects.accesses.some((a) => a.symbol === given && a.write && !a.content))
    return null;
  // Have: an iteration that runs to its end or fails, and whose effects are all writes of places.
  const context: Context = { loop, body, item: given, checker, effects };
  const source = sourceOf(context);
  const written = new Set(
    effects.accesses.filter((a) => a.write && a.content).map((a) => (a.symbol === source ? given : a.symbol)),
  );
  const places = [...written].flatMap((symbol) => ownPlaceOf(symbol, context) ?? []);
  if (places.length === 0) return null;
  const assumed: Assumed[] = [];
  for (const { symbol } of places) {
    for (const other of othersThan(symbol, context)) {
      const answer = aliasing(symbol, other, node, checker);
      if (answer === 'certain') return null;
      const detail = `\`${symbol.getName()}\` and \`${other.getName()}\``;
      if (answer === 'possible') assumed.push({ code: 'different-objects', node, detail });
    }
    if (mayFail(body, checker)) assumed.push({ code: 'whole-iterations', node, detail: symbol.getName() });
  }
  return { patches: patchesOf(places, context), assumed };
}

interface Context {
  readonly loop: FoundLoop;
  readonly body: ts.Statement;
  /** The counter, or what each iteration is given. */
  readonly item: ts.Symbol;
  readonly checker: ts.TypeChecker;
  readonly effects: Effects;
}

/** The name of what a `for…of` goes through. */
function sourceOf({ loop: { source }, checker }: Context): ts.Symbol | undefined {
  return source.kind === 'iterable' && ts.isIdentifier(source.expression)
    ? symbolOf(source.expression, checker)
    : undefined;
}

/** A place with all its mentions. */
interface OwnPlace {
  readonly symbol: ts.Symbol;
  /** An array of numbers, or one of them. */
  readonly isRow: boolean;
  /** As it is written. */
  readonly text: string;
  readonly mentions: readonly ts.Node[];
  /** The statement that is run once for every such place. */
  readonly scope: ts.Statement;
}

/** Nothing in it may end it early, pause it, or run at another time. */
function staysWithin(body: ts.Statement, loop: ts.Node): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    found ||=
      isFunctionNode(node) ||
      ts.isClassLike(node) ||
      ts.isThrowStatement(node) ||
      ts.isTryStatement(node) ||
      ts.isAwaitExpression(node) ||
      ts.isYieldExpression(node) ||
      (ts.isBreakOrContinueStatement(node) && node.label !== undefined);
    if (!found) ts.forEachChild(node, visit);
  };
  visit(body);
  return !found && !leaves(body, loop);
}

function ownPlaceOf(symbol: ts.Symbol, context: Context): OwnPlace | null {
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
  if (holdsNumbers(type, checker)) return elementOf(symbol, names, type, context);
  const rows = checker.isArrayType(type) ? checker.getTypeArguments(type as ts.TypeReference)[0] : undefined;
  if (!rows || !holdsNumbers(rows, checker) || context.loop.source.kind !== 'range') return null;
  const mentions: ts.Node[] = [];
  for (const use of names) {
    const row = use.parent;
    if (isLength(row, use)) continue;
    if (!ts.isElementAccessExpression(row) || row.expression !== use) return null;
    const subscript = row.argumentExpression;
    if (!ts.isIdentifier(subscript)) return null;
    if (symbolOf(subscript, checker) === item) mentions.push(asserted(row));
    else if (!isLaterRow(subscript, row, context)) return null;
  }
  return rowOf(symbol, mentions, context);
}

/** `c[i]`, or the item itself, of which only elements and the length are asked. */
function rowOf(symbol: ts.Symbol, mentions: readonly ts.Node[], context: Context): OwnPlace | null {
  const { body, checker, item } = context;
  const [first] = mentions;
  if (!first || !holdsNumbers(checker.getNonNullableType(checker.getTypeAtLocation(first)), checker)) return null;
  const isPart = (node: ts.Node): boolean =>
    isLength(node.parent, node) ||
    (ts.isElementAccessExpression(node.parent) && node.parent.expression === node && !isDeleted(node.parent));
  if (!mentions.every(isPart)) return null;
  const source = sourceOf(context);
  if (symbol === item && (!source || namesIn(body, source.getName()).length > 0)) return null;
  return { symbol, isRow: true, text: first.getText(), mentions, scope: body };
}

/** `sum[i]`, wherever it is mentioned. */
function elementOf(
  symbol: ts.Symbol,
  names: readonly ts.Identifier[],
  type: ts.Type,
  { body, checker, effects }: Context,
): OwnPlace | null {
  const mentions = names.map((use) => use.parent).filter((node) => !isLength(node, node));
  const places = mentions.filter(ts.isElementAccessExpression);
  const [first] = places;
  // Narrower numbers are rounded whenever they are stored.
  const isTyped = typedArrayName(type) !== null;
  if (isTyped && typedArrayName(type) !== 'Float64Array') return null;
  // An array may get longer in between, and says so.
  const isAsked = !isTyped && names.some((use) => isLength(use.parent, use));
  if (!first || isAsked || places.length < mentions.length) return null;
  // Behind its end, a typed array forgets what it is given.
  if (isTyped && !itemExists(first, checker) && !places.every(servesItself)) return null;
  const text = first.getText();
  if (
    !places.every(
      (p) => p.getText() === text && names.includes(p.expression as ts.Identifier) && !isDeleted(asserted(p)),
    )
  )
    return null;
  const subscripts = subscriptNames(first.argumentExpression, checker);
  const isFixedIn = (scope: ts.Statement, s: ts.Symbol): boolean =>
    !isDeclaredIn(s, scope) &&
    !effects.accesses.some(
      (a) => a.write && !a.content && a.symbol === s && a.node.pos >= scope.pos && a.node.end <= scope.end,
    );
  const scope = scopesOf(places, body).find((one) => subscripts?.every((s) => isFixedIn(one, s)));
  return scope && isReadAgain(places, scope) ? { symbol, isRow: false, text, mentions: places, scope } : null;
}

/** Whether a place is given a value, or only helps to make the one that it is given. */
function servesItself(place: ts.ElementAccessExpression): boolean {
  if (isGivenValue(place)) return true;
  const text = place.getText();
  for (let node: ts.Node = place; !ts.isStatement(node); node = node.parent) {
    const { parent } = node;
    if (ts.isBinaryExpression(parent) && isGivenValue(parent.left) && parent.right === node)
      return parent.left.getText() === text && ts.isExpressionStatement(parent.parent);
  }
  return false;
}

/** Whether what one statement writes another one reads, or the same in another round of a loop: `sum[i] = sum[i] + x` alone may commit. */
function isReadAgain(mentions: readonly ts.Node[], scope: ts.Statement): boolean {
  const statements = ts.isBlock(scope) ? scope.statements : [scope];
  const holders = statements.filter((s) => mentions.some((m) => m.pos >= s.pos && m.end <= s.end));
  return holders.length > 1 || holders.some((s) => !ts.isExpressionStatement(s));
}

/** The names in a subscript; null where it is more than a sum or product of names and numbers. */
function subscriptNames(node: ts.Expression, checker: ts.TypeChecker): ts.Symbol[] | null {
  if (ts.isNumericLiteral(node)) return [];
  if (ts.isParenthesizedExpression(node)) return subscriptNames(node.expression, checker);
  if (ts.isIdentifier(node)) {
    const symbol = symbolOf(node, checker);
    const isNumber = (checker.getTypeAtLocation(node).flags & ts.TypeFlags.NumberLike) !== 0;
    return symbol && isNumber ? [symbol] : null;
  }
  if (!ts.isBinaryExpression(node) || !/^[-+*]$/.test(node.operatorToken.getText())) return null;
  const [left, right] = [subscriptNames(node.left, checker), subscriptNames(node.right, checker)];
  return left && right && [...left, ...right];
}

/** The loop bodies in which all mentions are, the outermost first. */
function scopesOf(mentions: readonly ts.Node[], body: ts.Statement): ts.Statement[] {
  const holdsAll = (node: ts.Node): boolean => mentions.every((m) => m.pos >= node.pos && m.end <= node.end);
  const scopes: ts.Statement[] = [];
  for (let node: ts.Node = mentions[0]!; node !== body; node = node.parent) {
    const { parent } = node;
    if (ts.isIterationStatement(parent, false) && parent.statement === node && holdsAll(node))
      scopes.unshift(parent.statement);
  }
  return [body, ...scopes];
}

/** A row that only a later iteration writes: `for (let k = i + 1; …; k++)`, read only. */
function isLaterRow(
  subscript: ts.Identifier,
  row: ts.ElementAccessExpression,
  { body, checker, item, effects }: Context,
): boolean {
  const symbol = symbolOf(subscript, checker);
  const declaration = symbol?.valueDeclaration;
  const loop = declaration?.parent.parent;
  const element = row.parent;
  if (!symbol || !declaration || !ts.isVariableDeclaration(declaration) || !loop || !ts.isForStatement(loop))
    return false;
  const { initializer: start } = declaration;
  const { incrementor } = loop;
  const isBehind =
    start !== undefined &&
    ts.isBinaryExpression(start) &&
    start.operatorToken.kind === ts.SyntaxKind.PlusToken &&
    ts.isIdentifier(start.left) &&
    symbolOf(start.left, checker) === item &&
    ts.isNumericLiteral(start.right) &&
    Number(start.right.text) >= 1;
  const goesUp = incrementor !== undefined && /^(\+\+\w+|\w+\+\+)$/.test(incrementor.getText());
  const isMovedElsewhere = effects.accesses.some(
    (a) =>
      a.write &&
      a.symbol === symbol &&
      !(a.node.pos >= incrementor!.pos && a.node.end <= incrementor!.end) &&
      a.node.parent !== declaration &&
      a.node !== declaration,
  );
  return (
    isBehind &&
    goesUp &&
    !isMovedElsewhere &&
    loop.pos >= body.pos &&
    ts.isElementAccessExpression(element) &&
    element.expression === row &&
    !isGivenValue(element)
  );
}

const isLength = (node: ts.Node, of: ts.Node): boolean =>
  ts.isPropertyAccessExpression(node) &&
  (node === of || node.expression === of) &&
  node.name.text === 'length' &&
  !isGivenValue(node);

/** With the `!` behind it. */
const asserted = (node: ts.Node): ts.Node => (ts.isNonNullExpression(node.parent) ? asserted(node.parent) : node);

const isDeleted = ({ parent }: ts.Node): boolean => ts.isDeleteExpression(parent);

function holdsNumbers(type: ts.Type, checker: ts.TypeChecker): boolean {
  const name = typedArrayName(type);
  if (name) return !name.startsWith('Big');
  if (!checker.isArrayType(type)) return false;
  const [element] = checker.getTypeArguments(type as ts.TypeReference);
  return element !== undefined && (element.flags & ts.TypeFlags.NumberLike) !== 0;
}

/** Other objects from outside that the body reads or writes. */
function othersThan(symbol: ts.Symbol, context: Context): ReadonlySet<ts.Symbol> {
  const { body, checker, effects, loop, item } = context;
  const own = symbol === item ? sourceOf(context) : undefined;
  const isObject = (s: ts.Symbol): boolean => !isPrimitive(checker.getTypeOfSymbolAtLocation(s, loop.node), checker);
  const others = effects.accesses.filter(
    (a) => a.content && a.symbol !== symbol && a.symbol !== own && !isDeclaredIn(a.symbol, body),
  );
  return new Set(others.map((a) => a.symbol).filter(isObject));
}

/** Whether a body may end in an error: where it calls something, or a row may be missing. */
function mayFail(body: ts.Statement, checker: ts.TypeChecker): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) found ||= !/^Math\.\w+$/.test(node.expression.getText());
    if (ts.isNewExpression(node)) found = true;
    const of =
      ts.isElementAccessExpression(node) || ts.isPropertyAccessExpression(node) ? unwrap(node.expression) : null;
    if (of && ts.isElementAccessExpression(of)) found ||= !itemExists(of, checker);
    if (of && ts.isPropertyAccessExpression(of)) found = true;
    if (!found) ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

function namesWithin(node: ts.Node): Set<string> {
  const names = new Set<string>();
  const visit = (child: ts.Node): void => {
    if (ts.isIdentifier(child)) names.add(child.text);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return names;
}

type Patch = SameLoop['patches'][number];

function patchesOf(places: readonly OwnPlace[], { loop, checker }: Context): SameLoop['patches'] {
  const taken = namesWithin(enclosingFunction(loop.node));
  const free = (name: string): string => {
    let candidate = name;
    for (let n = 2; taken.has(candidate); n++) candidate = `${name}${n}`;
    taken.add(candidate);
    return candidate;
  };
  const patches: Patch[] = [];
  const scopes = new Map<ts.Statement, { head: string[]; tail: string[] }>();
  for (const place of places) {
    const { text, scope, symbol } = place;
    const name = free(place.isRow ? 'ownRow' : `own${symbol.getName().replace(/^[a-z]/, (c) => c.toUpperCase())}`);
    const parts = scopes.get(scope) ?? { head: [], tail: [] };
    scopes.set(scope, parts);
    let replaced = place.mentions;
    if (place.isRow) {
      const [value, at] = [free('value'), free('at')];
      parts.head.push(`const ${name} = ${text}.slice();`);
      parts.tail.push(`${name}.forEach((${value}, ${at}) => {`, `  ${text}[${at}] = ${value};`, '});');
    } else {
      const first = firstGiven(place);
      if (first) {
        patches.push({ start: first.getStart(), end: first.left.end, text: `let ${name}` });
        replaced = replaced.filter((node) => node !== first.left);
      } else parts.head.push(`let ${name} = ${asserted(place.mentions[0]!).getText()};`);
      const isSure =
        first !== null ||
        typedArrayName(checker.getTypeAtLocation((place.mentions[0] as ts.ElementAccessExpression).expression)) !==
          null;
      parts.tail.push(`${isSure || isAlwaysGiven(place) ? '' : `if (${name} !== undefined) `}${text} = ${name};`);
    }
    for (const node of replaced.map(asserted)) patches.push({ start: node.getStart(), end: node.end, text: name });
  }
  // Where several begin or end at one place, the outer one begins first and ends last.
  const outerFirst = [...scopes].sort(([a], [b]) => a.pos - b.pos || b.end - a.end);
  const [heads, tails]: [Patch[], Patch[]] = [[], []];
  for (const [scope, { head, tail }] of outerFirst) {
    const { text } = scope.getSourceFile();
    const eol = text.includes('\r\n') ? '\r\n' : '\n';
    const outer = /(?:^|\n)([ \t]*)[^\n]*$/.exec(text.slice(0, scope.parent.getStart()))?.[1] ?? '';
    const inner = `${outer}  `;
    const lines = (list: readonly string[]): string => list.map((line) => `${eol}${inner}${line}`).join('');
    if (ts.isBlock(scope)) {
      const end = scope.statements.at(-1)?.end ?? scope.end - 1;
      heads.push({ start: scope.getStart() + 1, end: scope.getStart() + 1, text: lines(head) });
      tails.unshift({ start: end, end, text: lines(tail) });
    } else {
      heads.push({ start: scope.getStart(), end: scope.getStart(), text: `{${lines(head)}${eol}${inner}` });
      tails.unshift({ start: scope.end, end: scope.end, text: `${lines(tail)}${eol}${outer}}` });
    }
  }
  return [...heads, ...patches, ...tails].sort((a, b) => a.start - b.start || a.end - b.end);
}

/** `sum[i] = …;` as the first thing that happens to the place, and not in a branch: there the variable is declared. */
function firstGiven({ scope, mentions }: OwnPlace): (ts.BinaryExpression & { readonly left: ts.Expression }) | null {
  if (!ts.isBlock(scope)) return null;
  const holder = scope.statements.find((s) => mentions.some((m) => m.pos >= s.pos && m.end <= s.end));
  if (!holder || !ts.isExpressionStatement(holder) || !ts.isBinaryExpression(holder.expression)) return null;
  const { left, operatorToken, right } = holder.expression;
  const isOnly = mentions.includes(left) && !mentions.some((m) => m.pos >= right.pos && m.end <= right.end);
  return isOnly && operatorToken.kind === ts.SyntaxKind.EqualsToken ? holder.expression : null;
}

/** Whether a statement that surely runs gives the place a value. */
function isAlwaysGiven({ scope, mentions }: OwnPlace): boolean {
  const statements = ts.isBlock(scope) ? scope.statements : [scope];
  return statements.some(
    (s) =>
      ts.isExpressionStatement(s) &&
      ts.isBinaryExpression(s.expression) &&
      mentions.includes(s.expression.left) &&
      isGivenValue(s.expression.left),
  );
}
