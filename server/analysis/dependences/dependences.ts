import { ts } from 'ts-morph';
import type { FoundLoop } from '../../forms/foundLoop.js';
import { collectionName, isTyped } from '../../forms/iteration.js';
import {
  ANY,
  type Access,
  type Depth,
  depthOf,
  isSomewhere,
  shownName,
  shownPlace,
  type Step,
} from '../source/access.js';
import { type Aliasing, aliasingAt, areFlatArrays } from '../origins/aliases.js';
import { isTarget } from '../source/assignments.js';
import { gettersTaken } from '../calls/overrides.js';
import { takenName } from '../effects/effectsOfAccessors.js';
import { walkedOver } from '../origins/collections.js';
import { mayBeSameObject, mayHold } from '../source/containment.js';
import { areFieldsApart } from '../origins/fieldsApart.js';
import type { EffectReader } from '../effects/effects.js';
import type { LinearContext } from './linear.js';
import type { Directions } from './subscripts.js';
import { stepsInPattern } from '../origins/patternSteps.js';
import { commonLevels, type Level, levelOf } from './loopLevels.js';
import type { AssumptionCode, ReasonCode } from '../reasons.js';
import { type Apart, itemAliasing, rowAliasing } from '../origins/rowAliasing.js';
import { areOtherKeys, relateRows, relateSteps } from './relateSteps.js';
import { staysBelowLength } from './staysBelowLength.js';
import { typeReached } from '../origins/unsharedKinds.js';
import { guessesOf, remembered } from '../untyped/remembering.js';
import { declarationOf, isDeclaredIn, isWrapping } from '../source/symbols.js';

/** How a read that computes relates to a write that commits. */
export type Conflict =
  | { readonly kind: 'none' }
  /** The read may see the write of an earlier iteration, or, where `isWithin`, only of this one: a flow dependence. */
  | { readonly kind: 'flow'; readonly code: ReasonCode; readonly isWithin?: boolean }
  | { readonly kind: 'assume'; readonly code: AssumptionCode; readonly detail: string };

const NONE: Conflict = { kind: 'none' };
const FLOW: Conflict = { kind: 'flow', code: 'loop-carried-dependence' };
const WITHIN: Conflict = { ...FLOW, isWithin: true };

const isOfTyped = ({ expression }: ts.AccessExpression, checker: ts.TypeChecker): boolean =>
  isTyped(checker.getTypeAtLocation(expression));

/** Whether an element of a typed array is written and a length read, which only another size of its buffer changes. */
const isLengthKept = (write: ts.Node, read: ts.Node, checker: ts.TypeChecker): boolean =>
  ts.isElementAccessExpression(write) &&
  ts.isPropertyAccessExpression(read) &&
  read.name.text === 'length' &&
  isOfTyped(write, checker) &&
  isOfTyped(read, checker);

const ANY_DIRECTION: Directions = { before: true, same: true };

export interface DependenceTests {
  /**
   * Tests a pair of accesses for a flow dependence: exact on affine subscripts of one counter (strong SIV),
   * with direction vectors over the common loops, else conservative.
   *
   * @see Allen and Kennedy, "Optimizing Compilers for Modern Architectures", 2001, ch. 3
   */
  readonly conflict: (write: Access, read: Access) => Conflict;
  /** What else reading a name of the loop's head reads: the part of the item that a pattern took out, ahead of its iteration. */
  readAlong(read: Access): readonly Access[];
}

/**
 * @param writes every write of the loop, for knowing what is invariant
 */
export function createDependenceTests(
  loop: FoundLoop,
  reader: EffectReader,
  writes: readonly Access[],
  checker: ts.TypeChecker,
): DependenceTests {
  const { region, origins } = reader;
  const guesses = guessesOf(checker);
  // What leads is no part of the iterations any more, and gives each of them other values.
  const led = [...(loop.lead?.before ?? []), ...(loop.lead?.after ?? [])].flatMap((s) => reader.effectsOf(s).accesses);
  const changed = [...writes, ...led.filter((a) => a.write)];
  const written = new Set(changed.filter((w) => !w.content || w.path.length === 0).map((w) => w.symbol));
  const isInvariant = (symbol: ts.Symbol): boolean => !written.has(symbol) && !isDeclaredIn(symbol, region);
  const outermost = levelOf(loop, checker);
  /** The way from the collection to what a name of the loop's head stands for; null for other names. */
  const wayTo = (symbol: ts.Symbol): readonly Step[] | null => {
    if (loop.source.kind !== 'iterable' || !loop.item || !isDeclaredIn(symbol, loop.item)) return null;
    const declaration = declarationOf(symbol);
    const below =
      !declaration || !ts.isBindingElement(declaration)
        ? []
        : isGot(declaration, checker)
          ? [ANY]
          : stepsInPattern(declaration);
    return [{ kind: 'item', loop: outermost.node }, ...below];
  };
  const isItem = (symbol: ts.Symbol): boolean => wayTo(symbol) !== null;
  /** An item's place, seen from the collection. */
  const placed = (access: Access): Access => ({
    ...access,
    path: [...(wayTo(access.symbol) ?? []), ...access.path],
  });

  const paths = (from: Access, to: Access): Conflict => {
    const [write, read] = [placed(from), placed(to)];
    const nest = [outermost, ...commonLevels(write.node, read.node, region, checker)];
    const counters = new Set(nest.flatMap((level) => (level.counter ? [level.counter] : [])));
    const context: LinearContext = { checker, region, counters, isInvariant };
    const directions = new Map<Level, Directions>();
    const isBelow =
      write.path.length > read.path.length && !read.path.some((s) => s.kind === 'any') && !write.path.some(isSomewhere);
    const length = Math.min(write.path.length, read.path.length);
    /** Where the outermost loop tells the places apart. */
    let at = -1;
    /** The step where the two ways part. */
    let apartAt = -1;
    let differ = isBelow;
    for (let k = 0; k < length && !differ; k++) {
      const isOpen = write.path[k]!.kind === 'any' || read.path[k]!.kind === 'any';
      const rows = isOpen && k === length - 1 ? relateRows(write, read, context, nest, loop) : null;
      // Beyond a step of unknown depth the two ways cannot be laid side by side.
      if (isOpen && !rows) break;
      const relations =
        rows ??
        (isLength(read.path[k]!) && k === write.path.length - 1 && staysBelowLength(write.node, checker)
          ? (['disjoint'] as const)
          : relateSteps(write.path[k]!, read.path[k]!, context, nest, loop));
      if (relations.includes('disjoint')) {
        differ = true;
        apartAt = k;
      }
      for (const relation of relations) {
        if (typeof relation === 'string') continue;
        const known = directions.get(relation.level) ?? ANY_DIRECTION;
        const { before, same } = relation;
        directions.set(relation.level, { before: known.before && before, same: known.same && same });
        if (relation.level === outermost) at = k;
      }
    }
    // In a tree these are two places; where objects are linked, one may be reached in two ways.
    if (differ) {
      // Element 0 of one view may be element 3 of another.
      const inView = write.path.length > 1 && isInView(write);
      const twoArrays = !isBelow && apartAt < write.path.length - 1 && mayBeSameArray(write, read, checker);
      if (!inView && !twoArrays && !mayBeSameField(write, read, checker)) return NONE;
      if (write.path.length < 2) return FLOW;
      const conflict = itemConflict(write, false, -1);
      const [one, other] = [textOfArray(write), textOfArray(read)];
      if (isOwnFieldApart(write, read)) return NONE;
      const isOfOne = apartAt === 0 && write.path[0]?.kind === 'name' && !isItem(write.symbol);
      return conflict.kind === 'assume' && isOfOne && one && other
        ? { ...conflict, code: 'different-objects', detail: `\`${one}\` and \`${other}\`` }
        : conflict;
    }
    for (const level of nest) {
      const direction = directions.get(level) ?? ANY_DIRECTION;
      if (direction.before) return level === outermost ? FLOW : WITHIN;
      if (!direction.same) return itemConflict(write, isDirect(write, read, at), at);
    }
    if (comesAfter(read.node, write.node)) return WITHIN;
    return itemConflict(write, isDirect(write, read, at), at);
  };

  /** Whether a write changes an object in a field of `this`, and a read is of another field, which surely holds another one. */
  const isOwnFieldApart = (write: Access, read: Access): boolean => {
    const node = write.within ?? write.node;
    // What is handed over as a whole may be changed at any depth.
    if (read.within || (write.path.at(-1)?.kind === 'any' && !ts.isCallExpression(node))) return false;
    const changed = arrayOf({ ...write, within: null, node });
    return changed !== null && areFieldsApart({ node: changed, call: write.within && write.node }, read.node, checker);
  };

  /** Whether both places are the same part of an item, and nothing below it. */
  const isDirect = (write: Access, read: Access, at: number): boolean => {
    if (write.path.length > at + 2 || write.path.some((s) => s.kind === 'any') || isInView(write)) return false;
    if (read.path.every((s) => s.kind !== 'any')) return true;
    const { node } = write;
    return (
      (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) &&
      !holdsItsLike(node.expression, checker)
    );
  };

  /** Whether a write goes to memory that other typed arrays may view, too. */
  const isInView = ({ node }: Access): boolean => {
    if (!ts.isElementAccessExpression(node)) return false;
    const type = checker.getTypeAtLocation(node.expression);
    const isAny = (type.flags & ts.TypeFlags.Any) !== 0;
    return isAny || isTyped(type);
  };

  /**
   * The items of one collection must be different objects for a subscript to tell them apart; and where the place is not
   * a direct part of an item, they must have no parts in common.
   */
  const itemConflict = (write: Access, direct: boolean, at: number): Conflict => {
    if (write.path.length < 2 || write.path.length === at + 1) return NONE;
    const { source } = loop;
    const apart: Apart = direct ? 'different' : 'throughout';
    const ofSource = isItem(write.symbol) && source.kind === 'iterable' ? source.expression : null;
    // A Map may hold one object under two keys.
    const isOfMap =
      source.kind === 'iterable' && collectionName(checker.getTypeAtLocation(source.expression)) === 'Map';
    const items = (wanted: Apart): Aliasing =>
      isOfMap
        ? 'possible'
        : ofSource
          ? itemAliasing(ofSource, region, checker, wanted)
          : rowAliasing(write.symbol, region, checker, wanted);
    const found = items(apart);
    if (found === 'certain') return FLOW;
    // What is known of the items of one array is not known of the items of those.
    if (found === 'never' && (at <= 0 || apart === 'throughout' || items('throughout') === 'never')) return NONE;
    const detail = ofSource?.getText() ?? shownName(write);
    return { kind: 'assume', code: direct ? 'different-rows' : 'distinct-items', detail };
  };

  /** Asked for every pair of accesses, which are of few names. */
  const aliasingOf = remembered(guesses, (written: ts.Symbol) =>
    remembered(guesses, (read: ts.Symbol) =>
      remembered(guesses, (depth: Depth) =>
        remembered(guesses, (changed: ts.Type | null) =>
          remembered(guesses, (looked: ts.Type | null) =>
            aliasingAt(depth, written, read, region, checker, { changed, looked }),
          ),
        ),
      ),
    ),
  );

  return {
    readAlong(read) {
      const way = read.content ? null : wayTo(read.symbol);
      if (!way || way.length < 2 || loop.source.kind !== 'iterable') return [];
      const collections = origins.of(walkedOver(loop.source.expression));
      return [
        { ...read, content: true, path: [] },
        ...collections.flatMap((o) =>
          typeof o === 'string' ? [] : [{ ...read, symbol: o.symbol, content: true, path: [...o.path, ...way] }],
        ),
      ];
    },
    conflict(write, read) {
      if (!write.content) return write.symbol === read.symbol ? FLOW : NONE;
      if (!read.content) return NONE;
      if (isInherited(write, read)) return FLOW;
      if (isLengthKept(write.node, read.node, checker)) return NONE;
      if (areOtherKeys(write.path.at(-1), read.path.at(-1), checker)) return NONE;
      const ofOneItem = isItem(write.symbol) && isItem(read.symbol);
      if (write.symbol === read.symbol || ofOneItem) return paths(write, read);
      // What is done to an item is noted as done to the collection, too.
      if (isItem(write.symbol) || isItem(read.symbol)) return NONE;
      if (isOwnFieldApart(write, read)) return NONE;
      const alias = aliasingOf(write.symbol)(read.symbol)(depthOf(write))(typeReached(write, checker))(
        typeReached(read, checker),
      );
      if (alias === 'never') return NONE;
      const views = [write, read].some((a) => isTyped(checker.getTypeOfSymbolAtLocation(a.symbol, region)));
      // The places can be compared only where the names would stand for the same object, not one for a part of the other.
      const asOne = views || !areFlatArrays(write.symbol, read.symbol, region, checker) ? FLOW : paths(write, read);
      if (asOne.kind === 'none') return NONE;
      if (alias === 'certain') return { kind: 'flow', code: 'shared-memory' };
      return {
        kind: 'assume',
        code: 'different-objects',
        detail: `\`${shownName(write)}\` and \`${shownName(read)}\``,
      };
    },
  };
}

/** Whether getters give what a pattern takes: they may read anything of their object. */
function isGot(element: ts.BindingElement, checker: ts.TypeChecker): boolean {
  const { parent: pattern } = element;
  if (ts.isObjectBindingPattern(pattern) && gettersTaken(pattern, takenName(element), checker).length > 0) return true;
  return ts.isBindingElement(pattern.parent) && isGot(pattern.parent, checker);
}

/** Whether a write changes what every object of a class has, and a read may see it in one of them. */
function isInherited(write: Access, read: Access): boolean {
  const at = write.path.findIndex((s) => s.kind === 'name' && /^(prototype|__proto__)$/.test(s.name));
  const changed = at < 0 ? undefined : write.path[at + 1];
  if (changed?.kind !== 'name') return at >= 0;
  return read.path.some((s) => s.kind !== 'name' || s.name === changed.name);
}

const isLength = (step: Step): boolean => step.kind === 'name' && step.name === 'length';

/** Whether a write and a read of elements, of arrays reached in different ways, may go to one array. */
function mayBeSameArray(write: Access, read: Access, checker: ts.TypeChecker): boolean {
  const [w, r] = [write.path.at(-1), read.path.at(-1)];
  if (w?.kind !== 'index' && w?.kind !== 'any') return false;
  if (r?.kind === 'name' && r.name !== 'length') return false;
  const [written, looked] = [arrayOf(write), arrayOf(read)];
  if (!written || !looked) return true;
  return mayBeSameObject(checker.getTypeAtLocation(written), checker.getTypeAtLocation(looked), checker);
}

/** The array that an access is about; null where it is not written at that place. */
function arrayOf({ node, path, within }: Access): ts.Expression | null {
  if (within) return null;
  if (ts.isCallExpression(node))
    return ts.isPropertyAccessExpression(node.expression) ? node.expression.expression : null;
  if (path.at(-1)?.kind === 'any') return ts.isExpression(node) ? node : null;
  return ts.isElementAccessExpression(node) || ts.isPropertyAccessExpression(node) ? node.expression : null;
}

/** The same as text, also where a called function writes or reads it in a field of its `this`; null where nothing is to be said. */
function textOfArray(access: Access): string | null {
  const { symbol, path } = access;
  const isOfThis = symbol.flags & ts.SymbolFlags.Class && path.length === 2;
  return arrayOf(access)?.getText() ?? (isOfThis ? shownPlace(access) : null);
}

/** Whether a write and a read name the same field of what may be the same object. */
function mayBeSameField(write: Access, read: Access, checker: ts.TypeChecker): boolean {
  const [w, r] = [write.path.at(-1), read.path.at(-1)];
  if (w?.kind !== 'name' || (r?.kind === 'name' && r.name !== w.name) || (r && r.kind !== 'name' && r.kind !== 'any'))
    return false;
  if (!ts.isPropertyAccessExpression(write.node)) return true;
  const written = checker.getTypeAtLocation(write.node.expression);
  if (r?.kind === 'name' && ts.isPropertyAccessExpression(read.node))
    return mayBeSameObject(written, checker.getTypeAtLocation(read.node.expression), checker);
  const looked = r?.kind === 'any' && !isSomewhere(r) ? arrayOf(read) : null;
  if (!looked) return true;
  const type = checker.getTypeAtLocation(looked);
  return mayBeSameObject(written, type, checker) || mayHold(type, written, checker);
}

/** Whether an object may hold another one of its kind: a node with its next. */
function holdsItsLike(object: ts.Expression, checker: ts.TypeChecker): boolean {
  const type = checker.getTypeAtLocation(object);
  return mayHold(type, type, checker);
}

/** Whether, inside one iteration, the read happens after the write: a write happens when its whole assignment or call is done. */
function comesAfter(read: ts.Node, write: ts.Node): boolean {
  let done: ts.Node = write;
  while (done.parent && (isWrapping(done.parent) || isTarget(done) || ts.isDeleteExpression(done.parent)))
    done = done.parent;
  return read.getEnd() > done.getEnd();
}
