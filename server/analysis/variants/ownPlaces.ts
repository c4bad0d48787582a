import { ts } from 'ts-morph';
import type { FoundLoop } from '../../forms/foundLoop.js';
import { aliasing } from '../origins/aliases.js';
import { resolveCallee } from '../calls/callees.js';
import { leaves } from '../calls/control.js';
import { createEffectReader } from '../effects/effects.js';
import { isLostWithError } from '../origins/lostWithError.js';
import { itemExists } from '../dependences/itemExists.js';
import type { FileAnalysis } from '../program/programFacts.js';
import { ownCellsOf } from './ownCells.js';
import { ownPlaceOf, sourceOf, type PlaceContext } from './ownPlace.js';
import { copyingPatches } from './ownPlaceText.js';
import { ownViewOf } from './ownView.js';
import type { Reading } from '../../project.js';
import type { Assumed } from '../reasons.js';
import { scratchOf } from './scratch.js';
import type { SameLoop } from './sameLoop.js';
import { isDeclaredIn, isFunctionNode, isPrimitive, unwrap } from '../source/symbols.js';

/**
 * The same loop, in which every iteration works on copies of its own places of arrays, and puts them back at its end. A place is
 * its own where it reads it again after it has written it, and no other iteration touches it: an element `sum[i]`, which becomes
 * a variable, or a row `c[i]`, of which a copy is made. A loop that only this stood against has its writes at the end then, where
 * they commit.
 *
 * Scalar replacement after Callahan, Carr and Kennedy, "Improving register allocation for subscripted variables", PLDI 1990;
 * copy-in and copy-out after Tu and Padua, "Automatic array privatization", LCPC 1993.
 *
 * @returns null where there is no such place, or something else may see that it is written late
 */
export function ownPlaces(loop: FoundLoop, { reading, summaries }: FileAnalysis): SameLoop | null {
  const { checker } = reading;
  const { node, body, item } = loop;
  const isCalled = loop.callback !== null && (loop.result !== 'none' || !ts.isBlock(body));
  const isPlain = !isCalled && loop.advance === null && loop.before.length === 0;
  // The block of a function is none of TypeScript's statements.
  const isStatement = ts.isBlock(body) || ts.isStatement(body);
  if (!isPlain || !item || !ts.isIdentifier(item) || !isStatement || !staysWithin(body, node)) return null;
  const given = checker.getSymbolAtLocation(item);
  if (!given || (loop.source.kind !== 'range' && !(loop.source.kind === 'iterable' && loop.source.view === 'items')))
    return null;
  const effects = createEffectReader(node, checker, summaries).effectsOf(body);
  if (effects.outside.length > 0 || effects.accesses.some((a) => a.symbol === given && a.write && !a.content))
    return null;
  // Have: an iteration that runs to its end or fails, and whose effects are all writes of places.
  const context: PlaceContext = { loop, body, item: given, checker, effects };
  const source = sourceOf(context);
  const written = new Set(
    effects.accesses.filter((a) => a.write && a.content).map((a) => (a.symbol === source ? given : a.symbol)),
  );
  const places = [...written].flatMap((symbol) => {
    const whole = ownPlaceOf(symbol, context) ?? scratchOf(symbol, context) ?? ownViewOf(symbol, context);
    return whole ? [whole] : ownCellsOf(symbol, context);
  });
  const mentions = places.flatMap((place) => place.mentions);
  // A name that may stand for two objects has no place of its own in either.
  if (places.length === 0 || new Set(mentions).size < mentions.length) return null;
  const assumed: Assumed[] = places.flatMap((place) => place.assumed ?? []);
  for (const symbol of new Set(places.map((place) => place.symbol))) {
    for (const other of othersThan(symbol, context)) {
      const answer = aliasing(symbol, other, node, checker);
      if (answer === 'certain') return null;
      const detail = `\`${symbol.getName()}\` and \`${other.getName()}\``;
      if (answer === 'possible') assumed.push({ code: 'different-objects', node, detail });
    }
    const isKept = places.some((place) => place.symbol === symbol && place.isUsedAfter !== false);
    const owner = symbol === given ? source : symbol;
    if (isKept && !(owner && isLostWithError(owner, node, checker)) && mayFail(body, reading))
      assumed.push({ code: 'whole-iterations', node, detail: symbol.getName() });
  }
  const areElements = places.every(({ kind }) => kind === 'element');
  return { patches: copyingPatches(places, context), assumed, ...(areElements ? { reads: mentions } : {}) };
}

/** Nothing in it may end it early, pause it, or run at another time. */
function staysWithin(body: ts.Statement, loop: ts.Node): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    if (isInlineCallback(node)) return visit(node.body);
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

/** `(a, b) => a - b` in `xs.sort(…)`: it runs at once. */
const isInlineCallback = (node: ts.Node): node is ts.ArrowFunction =>
  ts.isArrowFunction(node) &&
  !ts.isBlock(node.body) &&
  ts.isCallExpression(node.parent) &&
  /\.(sort|map|reduce|forEach|filter|some|every|find|findIndex)$/.test(node.parent.expression.getText());

/** Other objects from outside that the body reads or writes. */
function othersThan(symbol: ts.Symbol, context: PlaceContext): ReadonlySet<ts.Symbol> {
  const { body, checker, effects, loop, item } = context;
  const own = symbol === item ? sourceOf(context) : undefined;
  const isObject = (s: ts.Symbol): boolean => !isPrimitive(checker.getTypeOfSymbolAtLocation(s, loop.node), checker);
  const others = effects.accesses.filter(
    (a) => a.content && a.symbol !== symbol && a.symbol !== own && !isDeclaredIn(a.symbol, body),
  );
  return new Set(others.map((a) => a.symbol).filter(isObject));
}

/** Whether a body may end in an error: where it throws, calls what may, or a row may be missing. */
function mayFail(body: ts.Statement, { checker, program }: Reading): boolean {
  const { strict, strictNullChecks = strict } = program.getCompilerOptions();
  const mayBeMissing = (node: ts.Expression): boolean => {
    const type = checker.getTypeAtLocation(node);
    const isTyped = strictNullChecks === true && (node.flags & ts.NodeFlags.JavaScriptFile) === 0;
    return !isTyped || checker.getNonNullableType(type) !== type;
  };
  const seen = new Set<ts.Node>();
  const noted = (fn: ts.Node): ts.Node => (seen.add(fn), fn);
  let found = false;
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) || ts.isThrowStatement(node)) found = true;
    if (ts.isCallExpression(node)) {
      const callee = resolveCallee(node.expression, checker);
      if (callee.kind === 'builtin') found ||= !/^Math\.|Array#subarray$/.test(callee.key);
      else if (callee.kind !== 'program') found = true;
      else callee.functions.filter((fn) => !seen.has(fn)).forEach((fn) => visit(noted(fn)));
    }
    const of =
      ts.isElementAccessExpression(node) || ts.isPropertyAccessExpression(node) ? unwrap(node.expression) : null;
    if (of && ts.isElementAccessExpression(of)) found ||= !itemExists(of, checker);
    if (of && ts.isPropertyAccessExpression(of)) found ||= mayBeMissing(of);
    if (!found) ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}
