import { ts } from 'ts-morph';
import { isAssignment, isDefault, isWritten } from '../source/assignments.js';
import { canRepeat, isPure } from './committedLocals.js';
import { forEachOperand, hasOptionalChain, SHORT_CIRCUIT, statementsOfCase } from '../calls/control.js';
import { costOf } from '../effects/cost.js';
import type { Assumed, Blocker } from '../reasons.js';
import { isOpenTry, isRepeatable, isWorthMoving, type SplitState, stays } from './splitState.js';
import { isDeclaredIn, isFunctionNode, isPlainByForm, isPrimitive, mentions, wrapped } from '../source/symbols.js';
import { whyNotCopied } from '../transfer/transfer.js';
import { whyValueNotCopied } from './valueCopied.js';

/** Sorts the statements of a body into pure and mixed ones, and takes the values out of the mixed ones. */
export function collectValues(state: SplitState): void {
  if (state.statements.length > 0) for (const s of state.statements) collect(state, s, false);
  else collectExpression(state, state.loop.body as ts.Expression, state.loop.body, false);
}

function collect(state: SplitState, node: ts.Statement, nested: boolean): void {
  if (isPure(state, node)) {
    state.pure.add(node);
    return;
  }
  state.mixed.push(node);
  if (ts.isBlock(node)) return node.statements.forEach((s) => collect(state, s, nested));
  if (ts.isIfStatement(node)) {
    const commits = stays(state, node.expression);
    collectExpression(state, node.expression, node, nested);
    // What is evaluated on a condition of the commit part may never be evaluated.
    if (commits) return note(state, node);
    collect(state, node.thenStatement, true);
    if (node.elseStatement) collect(state, node.elseStatement, true);
    return;
  }
  if (ts.isSwitchStatement(node)) {
    collectExpression(state, node.expression, node, nested);
    if (!isRepeatable(state, node)) return note(state, node.caseBlock);
    for (const clause of node.caseBlock.clauses) for (const s of statementsOfCase(clause)) collect(state, s, true);
    return;
  }
  if (ts.isIterationStatement(node, false)) {
    if (canRepeat(state, node)) return collect(state, node.statement, true);
    // What a `for…of` goes over is evaluated once: its list can be a value.
    return ts.isForOfStatement(node) && !node.awaitModifier
      ? collectExpression(state, node.expression, node, nested)
      : note(state, node);
  }
  if (isOpenTry(state, node)) {
    for (const part of [node.catchClause, node.finallyBlock]) if (part) note(state, part);
    // Not the block as one: an error is met where the statement was that ends in it.
    return node.tryBlock.statements.forEach((s) => collect(state, s, nested));
  }
  if (ts.isTryStatement(node) || ts.isLabeledStatement(node) || ts.isFunctionDeclaration(node))
    return note(state, node);
  forEachOperand(node, (operand) => collectExpression(state, operand, node, nested));
}

function collectExpression(state: SplitState, node: ts.Expression, at: ts.Node, nested: boolean): void {
  takeValues(
    state,
    node,
    (expression, assumed, kind) => {
      state.assumed.push(...assumed);
      state.pieces.push({
        kind,
        expression,
        local: null,
        at,
        type: kind === 'condition' ? state.checker.getBooleanType() : state.checker.getTypeAtLocation(expression),
        nested,
      });
    },
    (blockers, cost) => remember(state, blockers, cost),
  );
}

/** Finds the largest expressions that can compute and are worth it. */
export function takeValues(
  state: SplitState,
  node: ts.Expression,
  take: (value: ts.Expression, assumed: readonly Assumed[], kind: 'expression' | 'condition') => void,
  miss?: (blockers: readonly Blocker[], cost: number) => void,
): void {
  const hindrance = state.judge.hindrance(node, state.committed);
  const cost = costOf(node, state.checker);
  const free = !hindrance.stays && hindrance.blockers.length === 0 && !assignsLocals(state, node);
  if (!isWorthMoving(state, node) && !mentionsLifted(state, node)) {
    if (!free) miss?.(hindrance.blockers, cost);
    return;
  }
  if (state.closed.has(node)) miss?.([testsType(node)], cost);
  else if (free && !isPlace(node)) {
    if (canCross(state, node)) return take(node, hindrance.assumed, 'expression');
    if (isCondition(node)) return take(node, hindrance.assumed, 'condition');
  }
  miss?.(hindrance.blockers, cost);
  if (isFunctionNode(node)) return;
  const again = (child: ts.Expression): void => takeValues(state, child, take, miss);
  // What is evaluated on a condition of the commit part may never be evaluated.
  if (ts.isConditionalExpression(node)) return again(node.condition);
  if (ts.isBinaryExpression(node) && SHORT_CIRCUIT.has(node.operatorToken.kind)) return again(node.left);
  if (hasOptionalChain(node) || (isAssignment(node) && isDefault(node))) return;
  // What stands between the parts of a tagged template is no string: its tag is given the parts.
  if (ts.isTaggedTemplateExpression(node)) {
    if (ts.isTemplateExpression(node.template)) for (const span of node.template.templateSpans) again(span.expression);
    return;
  }
  ts.forEachChild(node, (child) => {
    // A method is looked up, not computed.
    if (ts.isCallExpression(node) && child === node.expression && ts.isPropertyAccessExpression(child))
      again(child.expression);
    // TypeScript counts `...xs` among the expressions, but it is as many values as `xs` has.
    else if (ts.isSpreadElement(child) || ts.isTemplateSpan(child)) again(child.expression);
    else if (ts.isExpression(child)) again(child);
    else if (ts.isPropertyAssignment(child)) again(child.initializer);
  });
}

const testsType = (node: ts.Expression): Blocker => ({
  code: 'form-not-supported',
  node,
  detail: `\`${node.getText()}\` tells the compiler the type of what the loop uses behind it, and has to stay there`,
  related: [],
});

/** Whether an expression names a place to write, or to delete, rather than a value. */
function isPlace(node: ts.Expression): boolean {
  const whole = wrapped(node);
  return isWritten(whole) || ts.isDeleteExpression(whole.parent);
}

/** Whether nothing but the truth of an expression is asked for: it chooses a branch. */
function isCondition(node: ts.Expression): boolean {
  const whole = wrapped(node);
  const { parent } = whole;
  return ts.isIfStatement(parent)
    ? parent.expression === whole
    : ts.isConditionalExpression(parent) && parent.condition === whole;
}

const mentionsLifted = (state: SplitState, node: ts.Expression): boolean =>
  [...state.lifted].some((symbol) => !state.committed.has(symbol) && mentions(node, symbol, state.checker));

/** Whether an expression assigns to locals around it. Changing an object that only computes is fine: a generator's state, say. */
function assignsLocals(state: SplitState, node: ts.Node): boolean {
  return state.reader.effectsOf(node).accesses.some((a) => a.write && !a.content && !isDeclaredIn(a.symbol, node));
}

/** Whether a value can go from the worker to the loop: copyable, and nobody can tell the copy. */
export function canCross(state: SplitState, node: ts.Expression): boolean {
  const { checker, missed } = state;
  const given = checker.getTypeAtLocation(node);
  // Of a promise that is waited for, its value crosses.
  const type = state.loop.result === 'promised-list' ? (checker.getAwaitedType(given) ?? given) : given;
  if (isPlainByForm(node) || isPrimitive(type, checker)) return true;
  const cost = costOf(node, checker);
  const why = type === given ? whyValueNotCopied(node, checker) : whyNotCopied(type, checker);
  if (why) {
    missed.push({
      blocker: {
        code: 'not-cloneable',
        node,
        detail: `The result \`${node.getText().slice(0, 40)}\` (${why})`,
        related: [],
      },
      cost,
    });
    return false;
  }
  if (state.reader.origins.isFreshThroughout(node)) return true;
  missed.push({
    blocker: { code: 'returns-shared-object', node, detail: node.getText(), related: [] },
    cost: Math.min(cost, 1),
  });
  return false;
}

function note(state: SplitState, node: ts.Node): void {
  remember(state, state.judge.hindrance(node, state.committed).blockers, costOf(node, state.checker));
}

export function remember(state: SplitState, blockers: readonly Blocker[], cost: number): void {
  for (const blocker of blockers) state.missed.push({ blocker, cost });
}
