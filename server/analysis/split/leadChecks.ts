import { ts } from 'ts-morph';
import { ownBinding } from '../../forms/callback.js';
import type { OutsideCode } from '../source/access.js';
import { isReached } from '../calls/callees.js';
import { leaves } from '../calls/control.js';
import { mayThrow } from '../calls/mayThrow.js';
import { accessesOf, has, headParts, type LeadState, partsOfHead } from './leadState.js';
import { isBeside } from './isBeside.js';
import { lifeOf } from './lifeOf.js';
import { hasNarrowed } from './narrowing.js';
import type { Assumed } from '../reasons.js';
import { enclosingFunction, isDeclaredIn } from '../source/symbols.js';

/** Whether a part of a loop may run ahead of the rest: nobody can tell, or the offer says what it takes for granted. */

/** What can be done ahead on the calling thread. */
const MAY_LEAD: ReadonlySet<OutsideCode> = new Set<OutsideCode>([
  'random',
  'class-instance',
  'identity',
  'environment',
  'thread',
  'module-url',
]);

/** Whether the head can stand in a generator, and nobody can tell when it is begun. */
export function canBeCopied(lead: LeadState): boolean {
  const { node, callback, source } = lead.loop;
  const begun: ts.Node[] = [];
  if (callback) begun.push((source as { readonly expression: ts.Expression }).expression);
  else if (ts.isForStatement(node)) begun.push(...(node.initializer ? [node.initializer] : []));
  else if (ts.isForOfStatement(node) || ts.isForInStatement(node)) begun.push(node.expression);
  // A default value in the pattern of the item would be made ahead, too.
  const item = ts.isForOfStatement(node) ? node.initializer : callback?.parameters[0];
  if (item && has(item, isDefault)) return false;
  const plain = (part: ts.Node): boolean =>
    !ownBinding(part) &&
    !has(part, isPause) &&
    !hasNarrowed(part, lead.loop.node, lead.checker) &&
    lead.reader.effectsOf(part).outside.length === 0;
  return (
    [...begun, ...partsOfHead(lead.loop)].every(plain) &&
    begun.every((part) =>
      accessesOf(lead, part).every(
        (a) => !a.write || isDeclaredIn(a.symbol, node) || (!a.content && source.kind === 'head'),
      ),
    )
  );
}

/** Whether a statement can stand in a generator that runs ahead: nobody sees what it does until the rest asks. */
export function canRunAhead(lead: LeadState, statement: ts.Statement, before: readonly ts.Statement[]): boolean {
  const { outside } = lead.reader.effectsOf(statement);
  if (!outside.every(({ code }) => MAY_LEAD.has(code))) return false;
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement) || ownBinding(statement)) return false;
  if (hasNarrowed(statement, lead.loop.node, lead.checker) || has(statement, isPause)) return false;
  if (has(statement, (n) => ts.isReturnStatement(n) || ts.isLabeledStatement(n) || isLabelledJump(n))) return false;
  return !leaves(statement, lead.loop.node) || (!lead.loop.callback && before.includes(statement));
}

/** Whether what leads and the rest leave each other alone, but for what is handed over. */
export function areApart(
  lead: LeadState,
  chosen: ReadonlySet<ts.Statement>,
  rest: readonly ts.Statement[],
  given: ReadonlySet<ts.Symbol>,
  assumed: Assumed[],
): boolean {
  const { reader, checker } = lead;
  const leading = [...chosen, ...headParts(lead)];
  const draws = leading.some((s) => reader.effectsOf(s).outside.some((o) => o.code === 'random'));
  const others = rest.flatMap((s) => reader.effectsOf(s).outside);
  if (others.some((o) => o.code === 'unknown-call' || o.code === 'awaits' || (draws && o.code === 'random')))
    return false;
  const accesses = rest.flatMap((s) => accessesOf(lead, s));
  return leading
    .flatMap((s) => accessesOf(lead, s))
    .every((own) =>
      accesses.every((other) => {
        if (!own.write && !other.write) return true;
        if (own.write && isBeside(other, own, checker)) return true;
        if (own.symbol === other.symbol) {
          // One item may be in the list twice.
          if (given.has(own.symbol)) return !(own.write && own.content) || isDeclaredIn(own.symbol, lead.body);
          if (isDeclaredIn(own.symbol, lead.body)) return false;
          return !own.content && !own.write && other.content;
        }
        if (!own.content || !other.content) return true;
        const [write, read] = other.write ? [other, own] : [own, other];
        const conflict = lead.judge.conflict(write, read);
        if (conflict.kind === 'assume') assumed.push({ code: conflict.code, node: own.node, detail: conflict.detail });
        return conflict.kind !== 'flow';
      }),
    );
}

/** Whether it can be seen, when the loop ends early or in an error, that the lead was further on. */
export function endsAlike(
  lead: LeadState,
  chosen: ReadonlySet<ts.Statement>,
  rest: readonly ts.Statement[],
  after: readonly ts.Statement[],
  assumed: Assumed[],
): boolean {
  const { checker, state, reader } = lead;
  const { node, result } = lead.loop;
  const breaks = /^(some|every)$/.test(result) || rest.some((s) => leavesLoop(s, node, ts.isBreakOrContinueStatement));
  const returns = rest.some((s) => leavesLoop(s, node, ts.isReturnStatement));
  // Its error would come when the rest of the iteration is done.
  if (after.some((s) => mayThrow(s, checker) && rest.some((r) => r.pos > s.pos && !ts.isReturnStatement(r))))
    return false;
  const leading = [...chosen, ...headParts(lead)];
  const moved = new Set(
    leading.flatMap((s) => accessesOf(lead, s).flatMap((a) => (a.write && !isDeclaredIn(a.symbol, node) ? [a] : []))),
  );
  const home = enclosingFunction(node);
  const inTry = isInTry(node, home);
  const late: { readonly at: ts.Node; readonly name: string }[] = [];
  for (const access of moved) {
    const life = lifeOf(access, node, home, checker);
    if ((life !== 'over' && breaks) || (life === 'outlives-errors' && returns)) return false;
    // An error that nobody catches ends the program.
    const matters = ts.isSourceFile(home) ? inTry : life === 'outlives-errors' || (life === 'goes-on' && inTry);
    if (matters) late.push({ at: access.node, name: access.symbol.getName() });
  }
  const drawn = leading.flatMap((s) => reader.effectsOf(s).outside).find((o) => o.code === 'random');
  if (drawn && state.patchOfRandom(node.getSourceFile())) {
    if (breaks || returns) return false;
    if (!ts.isSourceFile(home) || inTry) late.push({ at: drawn.node, name: drawn.detail });
  }
  if (late.length > 0 && rest.some((s) => isReached(s, checker, ts.isThrowStatement))) return false;
  for (const { at, name } of late) assumed.push({ code: 'no-failures', node: at, detail: name });
  return true;
}

function isInTry(node: ts.Node, home: ts.Node): boolean {
  for (let outer = node.parent; outer && outer !== home; outer = outer.parent)
    if (ts.isTryStatement(outer)) return true;
  return false;
}

/** `continue outer`: a generator is a function of its own, where no label of the code around it holds. */
const isLabelledJump = (node: ts.Node): boolean => ts.isBreakOrContinueStatement(node) && node.label !== undefined;

const isDefault = (node: ts.Node): boolean => ts.isBindingElement(node) && node.initializer !== undefined;

const isPause = (node: ts.Node): boolean => ts.isAwaitExpression(node) || ts.isYieldExpression(node);

/** Whether a statement can end the whole loop, in one of the ways. */
function leavesLoop(statement: ts.Node, loop: ts.Node, is: (part: ts.Node) => boolean): boolean {
  if (!ts.isIterationStatement(loop, false) || !leaves(statement, loop)) return false;
  return has(statement, (n) => is(n) && !(ts.isContinueStatement(n) && !n.label));
}
