import { ts } from 'ts-morph';
import type { FoundLoop, Lead } from '../../forms/foundLoop.js';
import { leaves } from '../calls/control.js';
import { costOf } from '../effects/cost.js';
import type { Judge } from '../dependences/hindrance.js';
import { areApart, canBeCopied, canRunAhead, endsAlike } from './leadChecks.js';
import { distinctBy } from '../source/distinctBy.js';
import { addCause, catchUp, close, keyOfCause } from './leadChoice.js';
import { givenTo } from './leadGiven.js';
import { has, type LeadState } from './leadState.js';
import type { Assumed, Blocker } from '../reasons.js';
import type { Split, SplitResult } from './split.js';
import { positionOf } from './splitState.js';

/** What is needed to judge a loop again. */
export interface LeadContext extends Pick<LeadState, 'reader' | 'checker' | 'state' | 'judge'> {
  /** Judges and splits a loop with a part that leads. */
  readonly attempt: (led: FoundLoop) => { readonly judge: Judge; readonly result: SplitResult };
}

/** A loop whose order-dependent beginnings run ahead. */
export interface Led {
  readonly loop: FoundLoop;
  readonly judge: Judge;
  readonly split: Split;
  readonly assumed: readonly Assumed[];
}

/**
 * Looks for a part of the body that can run ahead of everything else, in order: it draws random numbers, moves an offset,
 * keeps a state. What it gives to each iteration is an item; the rest is an ordinary loop over those items.
 *
 * @param causes what stands against the loop as it is
 * @returns null where there is no such part, or where it is most of the work
 * @see Raman, Ottoni, Raman, Bridges and August, "Parallel-stage decoupled software pipelining", CGO 2008
 */
export function withLead(loop: FoundLoop, causes: readonly Blocker[], context: LeadContext): Led | null {
  const { body, node, callback } = loop;
  // The body of a function is a block, and no statement.
  if (!(ts.isBlock(body) || ts.isStatement(body)) || loop.before.length > 0 || !canLead(loop)) return null;
  // The generator stands before the loop, or in the call.
  if (loop.result === 'none' && !ts.isBlock(node.parent) && !ts.isSourceFile(node.parent)) return null;
  if (callback && (loop.source.kind !== 'iterable' || loop.source.reversed || loop.source.view !== 'items'))
    return null;
  const chosen = new Set<ts.Statement>(loop.advance ? [loop.advance] : []);
  const state: LeadState = {
    ...context,
    loop,
    body,
    statements: ts.isBlock(body) ? body.statements : [body],
    names: new Map(),
  };
  const most = costOfAll(state, state.statements) / 2;
  addCauses(state, causes, chosen, most);
  if (loop.source.kind !== 'head' && chosen.size === 0) return null;
  for (let round = 0; round < 6; round++) {
    const found = leadOf(state, chosen);
    if (!found) return null;
    const trouble = { at: node, detail: '' };
    const source = loop.advance ? ({ kind: 'head', trouble } as const) : loop.source;
    const led: FoundLoop = { ...loop, source, index: null, advance: null, lead: found.lead };
    const { judge, result } = context.attempt(led);
    if ('split' in result) {
      if (passesOver(state, result.split, chosen)) return null;
      return costOfAll(state, chosen) < result.split.cost
        ? { loop: led, judge, split: result.split, assumed: found.assumed }
        : null;
    }
    const before = chosen.size;
    addCauses(state, result.causes, chosen, most);
    if (chosen.size === before) return null;
  }
  return null;
}

function costOfAll({ checker }: LeadState, statements: Iterable<ts.Statement>): number {
  let sum = 0;
  for (const s of statements) sum += costOf(s, checker);
  return sum;
}

/** What needs most of the work does not lead: a sum of it can be left to the commit. */
function addCauses(lead: LeadState, causes: readonly Blocker[], chosen: Set<ts.Statement>, most: number): void {
  for (const cause of distinctBy(causes, keyOfCause)) {
    const named = new Set<ts.Statement>();
    addCause(lead, cause, named);
    if (named.size === 0) continue;
    const needed = new Set(named);
    while (close(lead, needed));
    if (costOfAll(lead, needed) < most) for (const s of named) chosen.add(s);
  }
}

/** Results that ask for the items themselves need the original ones. */
function canLead({ result }: FoundLoop): boolean {
  return /^(none|list|flat-list|fold|some|every)$/.test(result);
}

/** The part that leads, with everything that it needs; null where it cannot lead. */
function leadOf(lead: LeadState, chosen: Set<ts.Statement>): { lead: Lead; assumed: Assumed[] } | null {
  while (close(lead, chosen) || catchUp(lead, chosen));
  if (chosen.size === lead.statements.length) return null;
  const isChosen = (s: ts.Statement): boolean => chosen.has(s);
  const rest = lead.statements.filter((s) => !isChosen(s));
  const first = lead.statements.indexOf(rest[0]!);
  const before = lead.statements.slice(0, first);
  const after = lead.statements.slice(first).filter(isChosen);
  const given = givenTo(lead, rest, chosen);
  if (!given || !canBeCopied(lead) || ![...chosen].every((s) => canRunAhead(lead, s, before))) return null;
  const assumed: Assumed[] = [];
  if (!areApart(lead, chosen, rest, given, assumed) || !endsAlike(lead, chosen, rest, after, assumed)) return null;
  return { lead: { before, after, index: lead.loop.index, given: [...given] }, assumed };
}

/**
 * Whether the loop passes over work on a condition that only the commit part knows: a search that prunes does far less
 * than all of it, and is often itself what a loop around it runs.
 */
function passesOver(
  { loop, statements }: LeadState,
  { pieces, exits }: Split,
  chosen: ReadonlySet<ts.Statement>,
): boolean {
  const last = Math.max(...pieces.map(positionOf));
  const isExit = (node: ts.Node): boolean =>
    (ts.isBreakOrContinueStatement(node) || ts.isReturnStatement(node)) && node.end <= last && !exits.has(node);
  return statements.some((s) => leaves(s, loop.node) && s.end <= last && has(s, isExit) && !chosen.has(s));
}
