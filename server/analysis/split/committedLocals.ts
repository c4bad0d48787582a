import { ts } from 'ts-morph';
import {
  contains,
  forEachOperand,
  hasPlainCases,
  headOf,
  headOfSwitch,
  isSimple,
  leaves,
  statementsOfCase,
} from '../calls/control.js';
import { costOf, WORTH_MOVING } from '../effects/cost.js';
import { declaredNames, isDeclaredIn, isFunctionNode } from '../source/symbols.js';
import { isOpenTry, isRepeatable, type SplitState, stays } from './splitState.js';
import { takeValues } from './values.js';

/** Spreads "commits" over the body's locals until nothing changes: a local written by a statement that stays, stays. */
export function propagateCommits(state: SplitState): void {
  for (let size = -1; size !== state.committed.size;) {
    size = state.committed.size;
    if (state.statements.length > 0) for (const s of state.statements) mark(state, s, false);
    else if (stays(state, state.loop.body)) commitWrites(state, state.loop.body, false);
  }
}

/** The locals a staying node writes are committed, but for those of its values, and objects that only its values change. */
function commitWrites(state: SplitState, node: ts.Node, controlled: boolean): void {
  const taken: ts.Expression[] = [];
  if (!controlled) forEachOperand(node, (e) => takeValues(state, e, (value) => taken.push(value)));
  const changed = taken.flatMap((value) => state.reader.effectsOf(value).accesses.filter((a) => a.write));
  for (const access of state.reader.effectsOf(node).accesses) {
    if (!access.write || state.judge.isOuter(access.symbol)) continue;
    if (taken.some((value) => isDeclaredIn(access.symbol, value))) continue;
    if (access.content && state.judge.isHandle(access.symbol)) continue;
    const byValue = access.content && changed.some((c) => c.symbol === access.symbol && c.node === access.node);
    if (!byValue) state.committed.add(access.symbol);
  }
}

/** What a loop over items that only the commit part knows gives a value in every round. */
function commitTargets(state: SplitState, loop: ts.ForOfStatement | ts.ForInStatement): void {
  const { initializer } = loop;
  if (ts.isVariableDeclarationList(initializer))
    for (const { name } of initializer.declarations)
      declaredNames(name, state.checker).forEach((s) => state.committed.add(s));
  else
    for (const { write, symbol, node } of state.reader.effectsOf(loop).accesses)
      if (write && contains(initializer, node) && !state.judge.isOuter(symbol)) state.committed.add(symbol);
}

/** @param controlled whether it depends on the commit part if `node` runs at all */
function mark(state: SplitState, node: ts.Statement, controlled: boolean): void {
  if (ts.isBlock(node)) return node.statements.forEach((s) => mark(state, s, controlled));
  if (ts.isIfStatement(node)) {
    const commits = controlled || stays(state, node.expression);
    if (commits) commitWrites(state, node.expression, false);
    mark(state, node.thenStatement, commits);
    if (node.elseStatement) mark(state, node.elseStatement, commits);
    return;
  }
  if (ts.isSwitchStatement(node) && hasPlainCases(node)) {
    const commits = controlled || !isRepeatable(state, node);
    if (commits) for (const head of headOfSwitch(node)) commitWrites(state, head, false);
    for (const clause of node.caseBlock.clauses) for (const s of statementsOfCase(clause)) mark(state, s, commits);
    return;
  }
  if (ts.isIterationStatement(node, false)) {
    if (!controlled && isPure(state, node)) return;
    const commits = controlled || !canRepeat(state, node);
    for (const part of headOf(node)) if (commits || stays(state, part)) commitWrites(state, part, true);
    if (commits && (ts.isForOfStatement(node) || ts.isForInStatement(node))) commitTargets(state, node);
    return mark(state, node.statement, commits);
  }
  if (isOpenTry(state, node) && !controlled) {
    mark(state, node.tryBlock, false);
    for (const part of [node.catchClause?.block, node.finallyBlock]) if (part) commitWrites(state, part, true);
    return;
  }
  if (ts.isVariableStatement(node)) {
    // The task has either all of its names or none.
    if (controlled || !isPure(state, node))
      for (const d of node.declarationList.declarations) commitWrites(state, d, controlled);
    return;
  }
  if (controlled || !isPure(state, node)) commitWrites(state, node, controlled || !isSimple(node));
}

/** Whether a statement computes, and nothing else: then the commit part need not run it. */
export const isPure = (state: SplitState, node: ts.Statement): boolean =>
  !stays(state, node) && !leaves(node, state.loop.node);

/**
 * Whether both parts can run a nested loop: its head computes and costs little, and it is not left on a condition that
 * only the commit part knows.
 */
export function canRepeat(state: SplitState, loop: ts.IterationStatement): boolean {
  const isCheap = (part: ts.Node): boolean => costOf(part, state.checker) < WORTH_MOVING * 3;
  return headOf(loop).every((part) => isCheap(part) && !stays(state, part)) && !hasCommittedExit(state, loop);
}

function hasCommittedExit(state: SplitState, loop: ts.IterationStatement): boolean {
  let found = false;
  const visit = (node: ts.Node, controlled: boolean): void => {
    if (isFunctionNode(node)) return;
    if (controlled && (ts.isBreakOrContinueStatement(node) || ts.isReturnStatement(node))) found = true;
    if (ts.isIfStatement(node)) {
      const commits = controlled || stays(state, node.expression);
      visit(node.thenStatement, commits);
      if (node.elseStatement) visit(node.elseStatement, commits);
    } else if (ts.isTryStatement(node) || ts.isSwitchStatement(node) || ts.isLabeledStatement(node)) {
      // Exits in there are not repeated by the compute part.
      const outer = controlled || stays(state, node);
      ts.forEachChild(node, (child) => visit(child, outer));
    } else ts.forEachChild(node, (child) => visit(child, controlled));
  };
  visit(loop.statement, false);
  return found;
}
