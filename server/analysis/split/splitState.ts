import { ts } from 'ts-morph';
import { type FoundLoop, statementsOf } from '../../forms/foundLoop.js';
import type { Outside } from '../source/access.js';
import type { OutsideCode } from '../source/access.js';
import { contains, hasPlainCases, headOfSwitch, leaves } from '../calls/control.js';
import { costOf, roundsOf, WORTH_MOVING } from '../effects/cost.js';
import type { Judge } from '../dependences/hindrance.js';
import type { EffectReader } from '../effects/effects.js';
import type { Assumed, Blocker } from '../reasons.js';
import { namesIn } from '../source/names.js';
import { isDeclaredIn, isInside, isPrimitive, symbolOf } from '../source/symbols.js';

/** One value that the compute part hands to the commit part. */
export interface Piece {
  /** Of a `condition`, only whether it holds: its value cannot cross. */
  readonly kind: 'expression' | 'condition' | 'local' | 'checkpoint';
  /** The expression of the original body that the value stands for. */
  readonly expression: ts.Expression | null;
  /** A local of the body that crosses whole. */
  readonly local: ts.Symbol | null;
  /** The statement (or concise body) that evaluates the expression, or that computes the local last. */
  readonly at: ts.Node;
  readonly type: ts.Type | null;
  /** Not at the top level of the body: the value may be there many times, or not at all. */
  readonly nested: boolean;
}

/** Where in the text the value is there: an expression where it stands, a local when its last statement is done. */
export const positionOf = (piece: Piece): number => (piece.expression ? piece.expression.pos : piece.at.end);

/** What one attempt at splitting a body knows so far. */
export interface SplitState {
  readonly loop: FoundLoop;
  readonly judge: Judge;
  readonly reader: EffectReader;
  readonly checker: ts.TypeChecker;
  readonly statements: readonly ts.Statement[];
  /** Locals of the body that only the commit part knows. */
  readonly committed: Set<ts.Symbol>;
  /** Locals that cannot cross as they are: whatever the commit part makes of them crosses, however little work it is. */
  readonly lifted: ReadonlySet<ts.Symbol>;
  /** `try` statements out of which no values are taken, and tests that stay beside what they tell the type of. */
  readonly closed: ReadonlySet<ts.Node>;
  /** Little work counts, too, where an inner loop does it many times. */
  readonly isFine: boolean;
  readonly pieces: Piece[];
  /** Statements that only compute. */
  readonly pure: Set<ts.Node>;
  /** Statements with effects, exits or parts of both kinds, in order. */
  readonly mixed: ts.Node[];
  /** What stood against computing some code, with the cost of that code. */
  readonly missed: { readonly blocker: Blocker; readonly cost: number }[];
  readonly assumed: Assumed[];
}

export function createSplitState(
  loop: FoundLoop,
  judge: Judge,
  reader: EffectReader,
  checker: ts.TypeChecker,
  committed: ReadonlySet<ts.Symbol>,
  lifted: ReadonlySet<ts.Symbol>,
  closed: ReadonlySet<ts.Node>,
  isFine: boolean,
): SplitState {
  return {
    loop,
    judge,
    reader,
    checker,
    statements: statementsOf(loop),
    committed: new Set(committed),
    lifted,
    closed,
    isFine,
    pieces: [],
    pure: new Set(),
    mixed: [],
    missed: [],
    assumed: [],
  };
}

/** From this cost on, an expression of an inner loop is worth moving, where nothing else is. */
const FINE = 4;

/** Whether evaluating some code once, or in every round of an inner loop, is enough work to be moved at all. */
export function isWorthMoving({ isFine, loop, checker }: SplitState, node: ts.Node): boolean {
  const cost = costOf(node, checker);
  return cost >= WORTH_MOVING || (isFine && cost >= FINE && roundsOf(node, loop.body) > 1);
}

/**
 * Whether values may be taken out of a `try` block: the loop reads them in the block, and meets an error there. The task
 * has ended then, so that nothing behind the block can be computed.
 */
export const isOpenTry = (state: SplitState, node: ts.Node): node is ts.TryStatement =>
  ts.isTryStatement(node) &&
  !state.closed.has(node) &&
  state.statements.includes(node) &&
  !leaves(node.tryBlock, state.loop.node);

/** Whether code stands in a `try` block out of which values are taken. */
export const isInOpenTry = (state: SplitState, node: ts.Node): boolean =>
  state.statements.some((s) => isOpenTry(state, s) && contains(s.tryBlock, node));

/** Whether code has to stay in the commit part: by what it does, or because it gives a value to a local that only that part knows. */
export function stays(state: SplitState, node: ts.Node): boolean {
  const { stays: effects, blockers } = state.judge.hindrance(node, state.committed);
  return effects || blockers.length > 0 || [...writesOf(state, node)].some((symbol) => state.committed.has(symbol));
}

/** Whether both parts can choose the case of a `switch`: it only chooses, by what computes, and compares no objects, of which a task has copies. */
export function isRepeatable(state: SplitState, node: ts.SwitchStatement): boolean {
  const [head, ...cases] = headOfSwitch(node);
  const isPlain = (one: ts.Expression): boolean => isPrimitive(state.checker.getTypeAtLocation(one), state.checker);
  const comparesPlainly = isPlain(head!) || cases.every(isPlain);
  return comparesPlainly && hasPlainCases(node) && ![head!, ...cases].some((one) => stays(state, one));
}

/** Names that code reads, and names that it writes or whose objects it changes. */
export const readsOf = (state: SplitState, node: ts.Node): Set<ts.Symbol> =>
  new Set(state.reader.effectsOf(node).accesses.flatMap((a) => (a.write ? [] : [a.symbol])));
export const writesOf = (state: SplitState, node: ts.Node): Set<ts.Symbol> =>
  new Set(state.reader.effectsOf(node).accesses.flatMap((a) => (a.write ? [a.symbol] : [])));

/**
 * Whether a name is declared in some code, and nothing around that sees it. The block around a variable statement does, and the whole
 * function may use a `var` of a block.
 */
export const isConfinedTo = (state: SplitState, symbol: ts.Symbol, node: ts.Node): boolean =>
  !ts.isVariableStatement(node) &&
  isDeclaredIn(symbol, node) &&
  (!(symbol.flags & ts.SymbolFlags.FunctionScopedVariable) ||
    namesIn(state.loop.body, symbol.getName()).every(
      (name) => isInside(name, node) || symbolOf(name, state.checker) !== symbol,
    ));

/** What nobody outside the iteration can see. */
const UNSEEN: ReadonlySet<OutsideCode> = new Set<OutsideCode>([
  'class-instance',
  'identity',
  'reads-files',
  'awaits',
  'environment',
  'thread',
]);

/** What is changed through `this` is noted as a write. */
export const isSeen = ({ code, node }: Outside): boolean =>
  !UNSEEN.has(code) && node.kind !== ts.SyntaxKind.ThisKeyword;

/** Whether running a statement can be seen from outside the iteration. */
export function hasEffect(state: SplitState, node: ts.Node): boolean {
  const { accesses, outside } = state.reader.effectsOf(node);
  if (outside.some(isSeen)) return true;
  return accesses.some(
    (a) => a.write && (state.judge.isOuter(a.symbol) || (a.content && state.judge.isItem(a.symbol))),
  );
}
