import { ts } from 'ts-morph';
import { contains, controlsOf, isSimple, leaves } from '../calls/control.js';
import { mayThrow } from '../calls/mayThrow.js';
import { costOf, WORTH_MOVING } from '../effects/cost.js';
import { isNeededByCommit } from './crossings.js';
import { tellsTypes } from './narrowing.js';
import {
  isConfinedTo,
  hasEffect,
  isInOpenTry,
  isOpenTry,
  isRepeatable,
  isSeen,
  type Piece,
  positionOf,
  readsOf,
  type SplitState,
  stays,
  writesOf,
} from './splitState.js';
import { isFunctionNode, isWrapping } from '../source/symbols.js';

/**
 * Backward slice: the pure statements that the values depend on, by data and by control. Statements that may end the
 * iteration with an error before a value is computed belong to it, so that the error is the same.
 *
 * @see Weiser, "Program slicing", ICSE 1981
 */
export function neededByCompute(state: SplitState, exits: ReadonlySet<ts.Node>): Set<ts.Node> {
  const needed = new Set<ts.Node>();
  const wanted = new Set<ts.Symbol>();
  const want = (node: ts.Node): void => {
    readsOf(state, node).forEach((s) => wanted.add(s));
    // What it gives a value has to be declared, too.
    for (const symbol of writesOf(state, node)) if (!isConfinedTo(state, symbol, node)) wanted.add(symbol);
  };
  const wantControls = (inner: ts.Node): void => {
    for (let node = inner; node !== state.loop.body.parent; node = node.parent) controlsOf(node).forEach(want);
  };
  for (const piece of state.pieces) {
    if (piece.expression) want(piece.expression);
    if (piece.local) wanted.add(piece.local);
    wantControls(piece.at);
  }
  exits.forEach(wantControls);
  for (let changed = true; changed;) {
    changed = false;
    for (const node of state.pure) {
      if (needed.has(node)) continue;
      const writes = [...writesOf(state, node)].some((s) => wanted.has(s));
      if (!writes && !endsIterationEarly(state, node)) continue;
      needed.add(node);
      // `[a, b] = pair` sets both names, whichever is asked for.
      want(node);
      wantControls(node);
      changed = true;
    }
  }
  return needed;
}

/** Whether a statement may end the iteration with an error before a value is computed; a costly one computes wherever it stands. */
function endsIterationEarly(state: SplitState, node: ts.Node): boolean {
  if (!mayThrow(node, state.checker)) return false;
  const isBefore = (piece: Piece): boolean => node.pos < positionOf(piece) || sharesLoop(state, node, piece);
  return state.pieces.some(isBefore) || costOf(node, state.checker) >= WORTH_MOVING;
}

/** Whether a nested loop has both a statement and a value: what stands behind the value comes before the next one. */
function sharesLoop(state: SplitState, node: ts.Node, piece: Piece): boolean {
  for (let outer = node.parent; outer !== state.loop.body.parent; outer = outer.parent)
    if (ts.isIterationStatement(outer, false) && contains(outer, piece.expression ?? piece.at)) return true;
  return false;
}

/** `break`, `continue` and `return` on conditions that compute: the compute part takes them too, where it still has something to compute. */
export function repeatedExits(state: SplitState): Set<ts.Node> {
  const throwing = [...state.pure].filter((node) => mayThrow(node, state.checker)).map((node) => node.end);
  const last = Math.max(...state.pieces.map(positionOf), ...throwing);
  const inLoopWithValues = (node: ts.Node): boolean => state.pieces.some((piece) => sharesLoop(state, node, piece));
  const isExit = (node: ts.Node): boolean => ts.isBreakOrContinueStatement(node) || ts.isReturnStatement(node);
  return new Set(
    state.mixed.filter(
      (node) => isExit(node) && (node.end <= last || inLoopWithValues(node)) && isReachedByComputing(state, node),
    ),
  );
}

/**
 * An exit of the iteration on a condition that only the commit part knows, before something that computes: workers would compute
 * for every iteration what most may pass over, as in a loop that looks into a cache first.
 */
export function skipBeforeWork(state: SplitState, exits: ReadonlySet<ts.Node>): ts.Node | null {
  const { loop, pieces, statements } = state;
  const last = Math.max(...pieces.map(positionOf));
  let found: ts.Node | null = null;
  const visit = (node: ts.Node): void => {
    if (found || node.pos >= last || isFunctionNode(node) || ts.isClassLike(node)) return;
    // What goes round an inner loop is that loop's.
    if (!loop.callback && ts.isIterationStatement(node, false)) return;
    const isSkip = loop.callback ? ts.isReturnStatement(node) : ts.isContinueStatement(node);
    if (isSkip && node.end <= last && !exits.has(node)) found = node;
    ts.forEachChild(node, visit);
  };
  // What leads has passed over its iterations already.
  statements.forEach(visit);
  return found;
}

function isReachedByComputing(state: SplitState, exit: ts.Node): boolean {
  for (let node = exit.parent; node !== state.loop.body.parent; node = node.parent) {
    if (ts.isBlock(node) || ts.isIterationStatement(node, false)) continue;
    if (ts.isIfStatement(node) && !stays(state, node.expression)) continue;
    if (ts.isCaseOrDefaultClause(node) || ts.isCaseBlock(node)) continue;
    if (ts.isSwitchStatement(node) && isRepeatable(state, node)) continue;
    if (isOpenTry(state, node) && contains(node.tryBlock, exit)) continue;
    return false;
  }
  return true;
}

/** Pure statements that the commit part does without. */
export function removedFromCommit(
  state: SplitState,
  heavy: ReadonlySet<ts.Symbol>,
  needed: ReadonlySet<ts.Node>,
): Set<ts.Node> {
  const removed = new Set<ts.Node>();
  for (const node of state.pure) {
    const writes = [...writesOf(state, node)].filter((s) => !isConfinedTo(state, s, node));
    if (writes.some((s) => heavy.has(s)) && (needed.has(node) || !mayThrow(node, state.checker))) removed.add(node);
    else if (needed.has(node) && (writes.length === 0 || !isNeededByCommit(state, node, heavy))) removed.add(node);
  }
  // A check that gives what the commit part uses its type is made there again.
  for (const node of removed)
    if ((ts.isExpressionStatement(node) || ts.isIfStatement(node)) && tellsTypes(node.expression, state, removed))
      removed.delete(node);
  // What a statement that is left uses is left, too.
  for (let size = -1; size !== removed.size;) {
    size = removed.size;
    const left = [...state.pure]
      .filter((node) => !removed.has(node))
      .flatMap((node) => [...readsOf(state, node), ...writesOf(state, node)]);
    for (const node of removed) {
      const writes = writesOf(state, node);
      if (left.some((s) => writes.has(s)) && ![...writes].some((s) => heavy.has(s))) removed.delete(node);
    }
  }
  return removed;
}

/** Values may all be read at the head of the iteration only where nothing that can be seen, and no exit of the loop's own, comes before they are computed. */
export function modeOf(
  state: SplitState,
  needed: ReadonlySet<ts.Node>,
  exits: ReadonlySet<ts.Node>,
): 'values' | 'emits' {
  const { pieces, mixed, statements, loop } = state;
  if (pieces.some((p) => p.nested || isInOpenTry(state, p.expression ?? p.at))) return 'emits';
  const barrier = mixed.find((node) => isBarrier(state, node)) ?? (statements.length === 0 ? loop.body : undefined);
  if (barrier) {
    if ([...needed].some((n) => n.end > barrier.pos)) return 'emits';
    if (!pieces.every((p) => comesBefore(state, p, barrier))) return 'emits';
  }
  if (pieces.some((piece) => changesLater(state, piece, needed))) return 'emits';
  // Where the task leaves early it returns nothing, and a value that the loop reads before it leaves would be lost.
  if ([...exits].some((exit) => pieces.some((piece) => positionOf(piece) <= exit.end))) return 'emits';
  // Several values next to an early exit would be taken apart where there are none.
  const computed = Math.max(...[...needed].map((n) => n.end), ...pieces.map((p) => p.expression?.end ?? 0));
  return pieces.length > 1 && [...exits].some((exit) => exit.end <= computed) ? 'emits' : 'values';
}

/** Whether what a value is made of is given another value before the task ends. */
function changesLater(state: SplitState, { expression }: Piece, needed: ReadonlySet<ts.Node>): boolean {
  if (!expression) return false;
  const reads = readsOf(state, expression);
  return [...needed].some((node) => node.pos >= expression.end && [...writesOf(state, node)].some((s) => reads.has(s)));
}

/** A statement with an effect, or one that can leave the iteration in a way that the compute part does not repeat. */
function isBarrier(state: SplitState, node: ts.Node): boolean {
  if (hasEffect(state, node) || mayEndInError(state, node)) return true;
  if (!leaves(node, state.loop.node)) return false;
  if (ts.isIfStatement(node)) return stays(state, node.expression);
  return (
    ts.isTryStatement(node) ||
    ts.isSwitchStatement(node) ||
    ts.isLabeledStatement(node) ||
    ts.isIterationStatement(node, false)
  );
}

/** Whether a statement that the compute part does not run may end the iteration with an error. */
function mayEndInError(state: SplitState, node: ts.Node): boolean {
  if (ts.isBlock(node)) return false;
  if (ts.isIfStatement(node)) return stays(state, node.expression) && mayThrow(node, state.checker);
  return !ts.isBreakOrContinueStatement(node) && stays(state, node) && mayThrow(node, state.checker);
}

function comesBefore(state: SplitState, piece: Piece, barrier: ts.Node): boolean {
  // A local is ready when the statements that compute it are done, and those come before the barrier.
  if (!piece.expression) return true;
  const node = piece.expression;
  if (node.end <= barrier.pos) return true;
  const first =
    ts.isIfStatement(barrier) || ts.isForOfStatement(barrier) || ts.isSwitchStatement(barrier)
      ? barrier.expression
      : isSimple(barrier) || ts.isExpression(barrier)
        ? barrier
        : null;
  return (
    first !== null && contains(first, node) && !effectsBefore(state, barrier, node) && !throwsBefore(state, first, node)
  );
}

/** Whether evaluating a statement has an effect before it comes to `value`. */
function effectsBefore(state: SplitState, statement: ts.Node, value: ts.Node): boolean {
  const { accesses, outside } = state.reader.effectsOf(statement);
  const effects = [...accesses.filter((a) => a.write && state.judge.isOuter(a.symbol)), ...outside.filter(isSeen)];
  return effects.some((e) => doneBefore(e.node, value));
}

/** Whether evaluating a statement may end in an error before it comes to `value`. */
function throwsBefore(state: SplitState, statement: ts.Node, value: ts.Node): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    if (found || node.pos >= value.pos) return;
    if (node.end <= value.getStart() && ts.isExpression(node)) found = mayThrow(node, state.checker);
    else ts.forEachChild(node, visit);
  };
  visit(statement);
  return found;
}

function doneBefore(effect: ts.Node, value: ts.Node): boolean {
  let done = effect;
  while (
    done.parent &&
    (ts.isPrefixUnaryExpression(done.parent) ||
      ts.isPostfixUnaryExpression(done.parent) ||
      isWrapping(done.parent) ||
      (ts.isBinaryExpression(done.parent) && done.parent.left === done))
  )
    done = done.parent;
  return done.end <= value.getStart();
}

/**
 * Statements whose error would come too late in `emits` mode: they leave the commit part, and an effect comes before
 * the next value is read. The loop reads an empty value in their place.
 */
export function checkpoints(state: SplitState, removed: ReadonlySet<ts.Node>): Piece[] {
  const crossing = new Set(state.pieces.flatMap((p) => (p.local ? [p.at] : [])));
  const found: Piece[] = [];
  for (const node of removed) {
    if (
      crossing.has(node) ||
      !ts.isStatement(node) ||
      !mayThrow(node, state.checker) ||
      readSoonAfter(state, node, removed)
    )
      continue;
    found.push({
      kind: 'checkpoint',
      expression: null,
      local: null,
      at: node,
      type: null,
      nested: !state.statements.includes(node),
    });
  }
  return found;
}

/** Whether the next statement that stays reads a value before it does anything else. */
function readSoonAfter(state: SplitState, node: ts.Statement, removed: ReadonlySet<ts.Node>): boolean {
  if (!ts.isBlock(node.parent)) return false;
  const { statements } = node.parent;
  for (const next of statements.slice(statements.indexOf(node) + 1)) {
    if (state.pieces.some((p) => p.local && p.at === next)) return true;
    if (removed.has(next) || (state.pure.has(next) && !mayThrow(next, state.checker))) continue;
    const first = state.pieces.find((p) => p.expression && p.at === next);
    return (
      first?.expression != null &&
      (isSimple(next) || ts.isIfStatement(next)) &&
      !effectsBefore(state, next, first.expression)
    );
  }
  return false;
}
