import { ts } from 'ts-morph';
import { type FoundLoop, statementsOf } from '../forms/foundLoop.js';
import type { Outside } from './access.js';
import type { OutsideCode } from './builtins.js';
import type { Judge } from './judge.js';
import type { EffectReader } from './effects.js';
import type { Assumed, Blocker } from './reasons.js';

/** One value that the compute part hands to the commit part. */
export interface Piece {
  readonly kind: 'expression' | 'local' | 'checkpoint';
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
): SplitState {
  return {
    loop,
    judge,
    reader,
    checker,
    statements: statementsOf(loop),
    committed: new Set(committed),
    lifted,
    pieces: [],
    pure: new Set(),
    mixed: [],
    missed: [],
    assumed: [],
  };
}

/** Whether code has to stay in the commit part. */
export function stays(state: SplitState, node: ts.Node): boolean {
  const { stays: effects, blockers } = state.judge.hindrance(node, state.committed);
  return effects || blockers.length > 0;
}

/** Names that code reads, and names that it writes or whose objects it changes. */
export const readsOf = (state: SplitState, node: ts.Node): Set<ts.Symbol> =>
  new Set(state.reader.effectsOf(node).accesses.flatMap((a) => (a.write ? [] : [a.symbol])));
export const writesOf = (state: SplitState, node: ts.Node): Set<ts.Symbol> =>
  new Set(state.reader.effectsOf(node).accesses.flatMap((a) => (a.write ? [a.symbol] : [])));

/** What nobody outside the iteration can see. */
const UNSEEN: ReadonlySet<OutsideCode> = new Set<OutsideCode>(['class-instance', 'identity', 'reads-files', 'awaits']);

export const isSeen = ({ code }: Outside): boolean => !UNSEEN.has(code);

/** Whether running a statement can be seen from outside the iteration. */
export function hasEffect(state: SplitState, node: ts.Node): boolean {
  const { accesses, outside } = state.reader.effectsOf(node);
  if (outside.some(isSeen)) return true;
  return accesses.some(
    (a) => a.write && (state.judge.isOuter(a.symbol) || (a.content && state.judge.isItem(a.symbol))),
  );
}
