import { distinctBy } from '../source/distinctBy.js';
import { ts } from 'ts-morph';
import type { FoundLoop } from '../../forms/foundLoop.js';
import type { Judge } from '../dependences/hindrance.js';
import { propagateCommits } from './committedLocals.js';
import { returnedValues } from '../source/functions.js';
import { costOf, HEAVY, roundsOf, WORTH_MOVING } from '../effects/cost.js';
import { changedByValues, crossLocals, type Demoted, firstCommitUse, heavyLocals } from './crossings.js';
import type { EffectReader } from '../effects/effects.js';
import { splitNamed } from './namedCallback.js';
import { tellsTypes, tellsTypesByName } from './narrowing.js';
import type { Assumed, Blocker } from '../reasons.js';
import { checkpoints, modeOf, neededByCompute, removedFromCommit, repeatedExits, skipBeforeWork } from './slices.js';
import { declaredNames, isPrimitive, unwrap } from '../source/symbols.js';
import { createSplitState, isOpenTry, type Piece, positionOf, type SplitState, writesOf } from './splitState.js';
import { contains } from '../calls/control.js';
import { canCross, collectValues } from './values.js';

/**
 * Where each statement of the body goes: the result of loop distribution on statements and the expressions inside them.
 *
 * @see Kennedy and McKinley, "Loop distribution with arbitrary control flow", Supercomputing 1990
 */
export interface Split {
  /** `map`: the whole callback computes. `values`: everything computed comes before the first effect. `emits`: values and effects alternate. */
  readonly mode: 'map' | 'values' | 'emits';
  /** In the order in which the loop reads them. */
  readonly pieces: readonly Piece[];
  /** Statements of the body that only compute. */
  readonly pure: ReadonlySet<ts.Node>;
  /** Pure statements that the compute part needs. */
  readonly computed: ReadonlySet<ts.Node>;
  /** Pure statements that leave the commit part. */
  readonly removed: ReadonlySet<ts.Node>;
  /** Exits of the iteration that both parts take: `if (…) continue` on a condition that computes. */
  readonly exits: ReadonlySet<ts.Node>;
  readonly cost: number;
  readonly assumed: readonly Assumed[];
  /** What a function given by its name is called with: item and perhaps index, as the task calls them. */
  readonly given?: readonly string[];
}

export type SplitResult =
  | { readonly split: Split }
  | {
      /** What is told. */
      readonly blockers: readonly Blocker[];
      /** All that was met. */
      readonly causes: readonly Blocker[];
      /** Locals that both parts would compute: what is made of them could cross instead. */
      readonly repeated?: ReadonlySet<ts.Symbol>;
    };

type WhyNot = Exclude<SplitResult, { readonly split: Split }>;

/** Splits the body of a loop into what computes and what commits. */
export function split(loop: FoundLoop, judge: Judge, reader: EffectReader, checker: ts.TypeChecker): SplitResult {
  const result = splitBody(loop, judge, reader, checker, false);
  const isSmall = 'blockers' in result && result.blockers.every(({ code }) => code === 'nothing-to-compute');
  if (!isSmall || costOf(loop.body, checker) < HEAVY) return result;
  // Have: much work, in many small parts.
  const again = splitBody(loop, judge, reader, checker, true);
  return 'split' in again ? again : result;
}

function splitBody(
  loop: FoundLoop,
  judge: Judge,
  reader: EffectReader,
  checker: ts.TypeChecker,
  isFine: boolean,
): SplitResult {
  // What an accumulator is, only the commit part knows.
  const forced = new Set(loop.fold ? declaredNames(loop.fold.accumulator.name, checker) : []);
  const lifted = new Set<ts.Symbol>();
  const closed = new Set<ts.Node>();
  // A local that turns out not to be able to cross is committed, unless what is made of it can cross. The split is made again.
  const attemptWith = (lifted: ReadonlySet<ts.Symbol>): Attempt =>
    trySplit(createSplitState(loop, judge, reader, checker, forced, lifted, closed, isFine));
  for (let round = 0; round < 50; round++) {
    const attempt = attemptWith(lifted);
    if ('split' in attempt) return { split: withSmallerValues(attempt.split, lifted, attemptWith, checker) };
    if ('closed' in attempt) {
      closed.add(attempt.closed);
      continue;
    }
    if (!('demoted' in attempt)) {
      const more = [...(attempt.repeated ?? [])].filter((symbol) => !lifted.has(symbol) && !forced.has(symbol));
      if (more.length === 0) return attempt;
      for (const symbol of more) lifted.add(symbol);
      continue;
    }
    const { demoted, canBeLifted } = attempt;
    (canBeLifted && !lifted.has(demoted) ? lifted : forced).add(demoted);
  }
  return { blockers: [], causes: [] };
}

type Attempt = SplitResult | Demoted | { readonly closed: ts.Node };

/** Where all that the loop makes of a list or an object is one plain value, that crosses instead. */
function withSmallerValues(
  split: Split,
  lifted: ReadonlySet<ts.Symbol>,
  attemptWith: (lifted: ReadonlySet<ts.Symbol>) => Attempt,
  checker: ts.TypeChecker,
): Split {
  const known = new Set(split.pieces.map((piece) => piece.expression));
  const isPlain = ({ type }: Piece): boolean => type !== null && isPrimitive(type, checker);
  for (const wide of split.pieces) {
    if (!wide.local || isPlain(wide)) continue;
    const more = new Set([...lifted, wide.local]);
    const attempt = attemptWith(more);
    if (!('split' in attempt)) continue;
    const { mode, pieces } = attempt.split;
    const isSmaller =
      mode === split.mode &&
      pieces.length <= split.pieces.length &&
      !pieces.some((piece) => piece.local === wide.local) &&
      pieces.every((one) => known.has(one.expression) || (isPlain(one) && !isInLoopBelow(one.at, wide.at.parent)));
    if (isSmaller) return withSmallerValues(attempt.split, more, attemptWith, checker);
  }
  return split;
}

function isInLoopBelow(node: ts.Node, block: ts.Node): boolean {
  for (let outer = node; outer !== block && !ts.isSourceFile(outer); outer = outer.parent)
    if (ts.isIterationStatement(outer, false)) return true;
  return false;
}

function trySplit(state: SplitState): Attempt {
  const { loop, pieces, checker } = state;
  if (loop.isNamed) return splitNamed(state);
  propagateCommits(state);
  const whole = loop.result !== 'none' && state.committed.size === 0 ? wholeCallback(state) : null;
  if (whole) return { split: whole };
  collectValues(state);
  const heavy = heavyLocals(state);
  const crossing = crossLocals(state, heavy);
  if ('demoted' in crossing) return crossing;
  for (const symbol of changedByValues(state))
    if (firstCommitUse(state, symbol, new Set([...heavy, symbol]))) return { demoted: symbol, canBeLifted: false };
  pieces.push(...crossing.pieces);
  if (pieces.length === 0) return whyNot(state);
  const exits = repeatedExits(state);
  const computed = neededByCompute(state, exits);
  const removed = removedFromCommit(state, heavy, computed);
  const mode = modeOf(state, computed, exits);
  if (mode === 'emits') pieces.push(...checkpoints(state, removed));
  const late = tryBeforeWork(state, computed);
  if (late) return { closed: late };
  const test = pieces.find(({ expression }) => expression && tellsTypes(expression, state, removed));
  if (test) return { closed: test.expression! };
  const named = pieces.find(({ local }) => local && tellsTypesByName(local, state, removed));
  if (named) return { demoted: named.local!, canBeLifted: false };
  // A local is handed over before the statement behind it is begun.
  pieces.sort((a, b) => positionOf(a) - positionOf(b) || Number(a.expression !== null) - Number(b.expression !== null));
  const moved = [...computed, ...pieces.flatMap((p) => (p.expression ? [p.expression] : []))];
  const costOfAll = (nodes: readonly ts.Node[]): number =>
    nodes.reduce((sum, node) => sum + costOf(node, checker) * roundsOf(node, state.loop.body), 0);
  const cost = costOfAll(moved);
  if (cost < WORTH_MOVING) return whyNot(state);
  const skip = skipBeforeWork(state, exits);
  // Where most of the work is behind it, most of the work may be for nothing.
  if (skip && costOfAll(moved.filter((node) => node.pos >= skip.pos)) > cost / 2)
    return whyNot(state, 'only the iterations before tell whether there is any work to do');
  if (cost < keptCost(state, removed))
    return {
      ...whyNot(state, 'most of its work has to stay where it is'),
      repeated: computedTwice(state, removed),
    };
  for (const statement of [...(state.loop.lead?.before ?? []), ...(state.loop.lead?.after ?? [])])
    removed.add(statement);
  const assumed = distinct([
    ...state.assumed,
    ...[...computed].flatMap((node) => state.judge.hindrance(node, state.committed).assumed),
  ]);
  return { split: { mode, pieces, pure: state.pure, computed, removed, exits, cost, assumed } };
}

/** Plain values of the body that are computed where they cannot be seen, and still by the commit part. */
function computedTwice(state: SplitState, removed: ReadonlySet<ts.Node>): ReadonlySet<ts.Symbol> {
  const repeated = [...state.pure].filter((node) => !removed.has(node));
  return new Set(
    repeated
      .flatMap((node) => [...writesOf(state, node)])
      .filter((s) => !state.judge.isOuter(s) && !state.committed.has(s))
      .filter((s) => isPrimitive(state.checker.getTypeOfSymbolAtLocation(s, state.loop.node), state.checker)),
  );
}

/** What the commit part still costs, with all that it repeats of the other. */
function keptCost({ loop, pieces, checker }: SplitState, removed: ReadonlySet<ts.Node>): number {
  const isGone = (node: ts.Node): boolean => [...removed].some((gone) => contains(gone, node));
  const crossing = pieces.flatMap(({ expression }) => (expression && !isGone(expression) ? [expression] : []));
  return [...removed, ...crossing].reduce(
    (left, node) => left - costOf(node, checker) * roundsOf(node, loop.body),
    costOf(loop.body, checker),
  );
}

/** A `try` out of which values are taken although something computes behind it. */
function tryBeforeWork(state: SplitState, computed: ReadonlySet<ts.Node>): ts.TryStatement | null {
  const { pieces, statements } = state;
  const tries = statements.filter((s): s is ts.TryStatement => isOpenTry(state, s) && !state.pure.has(s));
  const isIn = ({ tryBlock }: ts.TryStatement, node: ts.Node): boolean => contains(tryBlock, node);
  return (
    tries.find(
      (one) =>
        [...pieces.map((p) => p.expression ?? p.at), ...computed].some((node) => isIn(one, node)) &&
        [...pieces.map(positionOf), ...[...computed].map((node) => node.pos)].some((at) => at > one.tryBlock.end),
    ) ?? null
  );
}

/** A callback with a value, where nothing is left to commit. */
function wholeCallback(state: SplitState): Split | null {
  const { body, callback, lead } = state.loop;
  if (!callback || lead) return null;
  const hindrance = state.judge.hindrance(body, state.committed);
  if (hindrance.stays || hindrance.blockers.length > 0) return null;
  if (!returnedValues(callback).every((value) => canCross(state, value))) return null;
  const none = new Set<ts.Node>();
  return {
    mode: 'map',
    pieces: [],
    pure: none,
    computed: new Set([body]),
    removed: none,
    exits: none,
    cost: costOf(body, state.checker),
    assumed: distinct(hindrance.assumed),
  };
}

/** Reasons of the costliest code that cannot compute, the nearest to it first; one for each code and place. */
function whyNot(state: SplitState, otherwise = 'the work of one iteration is too small'): WhyNot {
  const whole = state.judge.hindrance(state.loop.body, state.committed).blockers;
  const causes = [...[...state.missed].sort((a, b) => b.cost - a.cost).map((m) => m.blocker), ...whole];
  const all = distinctBy(causes, ({ code, node, detail }) => [code, node, detail]);
  const kept = [...new Set(all.map((b) => mostExact(all.filter((c) => isOneCause(b, c)))))];
  // What prints or writes would commit, if anything computed: it is a reason only where there is no other.
  const grave = kept.filter((b) => b.code !== 'prints' && b.code !== 'writes-files');
  // What a call gives on the way could not be handed over: that matters only where nothing else keeps it from computing.
  const own = grave.filter((b) => b.code !== 'not-cloneable' || !ts.isCallExpression(unwrap(b.node as ts.Expression)));
  const telling = [own, grave, kept].find((reasons) => reasons.length > 0) ?? [];
  const worthIt = costOf(state.loop.body, state.checker) >= WORTH_MOVING;
  const shown = worthIt
    ? telling
    : telling.filter((b) => b.code === 'loop-carried-dependence' || b.code === 'random' || b.code === 'shared-memory');
  const small: Blocker = {
    code: 'nothing-to-compute',
    node: state.loop.anchor,
    detail: otherwise,
    related: [],
  };
  return { blockers: shown.length > 0 ? shown.slice(0, 4) : [small], causes };
}

const ROOTED: ReadonlySet<string> = new Set(['loop-carried-dependence', 'shared-memory', 'uses-this']);

/** Whether two reasons say the same of one place, or of one object: `M[i - 1]` and `M[i - 1].score`. */
function isOneCause(a: Blocker, b: Blocker): boolean {
  if (a.code !== b.code) return false;
  if (a.node === b.node || a.detail === b.detail) return true;
  const root = ({ detail }: Blocker): string | undefined => /^[\p{L}_$][\w$]*/u.exec(detail)?.[0];
  return ROOTED.has(a.code) && root(a) === root(b);
}

/** The first of the reasons, or one that names more of the same place. */
function mostExact(reasons: readonly Blocker[]): Blocker {
  const [first] = reasons as [Blocker, ...Blocker[]];
  return reasons.reduce((best, b) => (b.node.pos <= best.node.pos && b.node.end > best.node.end ? b : best), first);
}

const distinct = (all: readonly Assumed[]): Assumed[] => distinctBy(all, ({ code, detail }) => [code, detail]);
