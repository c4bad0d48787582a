import type { ts } from 'ts-morph';
import type { Access } from '../source/access.js';
import { leaves } from '../calls/control.js';
import { isBeside } from './isBeside.js';
import { accessesOf, headParts, type LeadState, namesOf } from './leadState.js';
import { type Blocker, WRITTEN_HERE } from '../reasons.js';
import { isDeclaredIn, isInside, mentions } from '../source/symbols.js';

/** Which statements of a body have to run ahead, if any do. */

/** Where what a reason speaks of is written. */
const writtenFor = ({ related }: Blocker): ts.Node | undefined =>
  related.find(({ message }) => message === WRITTEN_HERE)?.node;

/** Reasons with the same key name the same statements. */
export const keyOfCause = (cause: Blocker): readonly unknown[] => [
  cause.code,
  cause.code === 'random' ? cause.node : writtenFor(cause),
];

/** Chooses the statements that a reason names: those that write what is read, and those that draw a number. */
export function addCause(lead: LeadState, cause: Blocker, chosen: Set<ts.Statement>): void {
  const drawing = cause.code === 'random' ? lead.statements.find((s) => isInside(cause.node, s)) : undefined;
  if (drawing) chosen.add(drawing);
  if (cause.code !== 'loop-carried-dependence' && cause.code !== 'module-state') return;
  const written = writtenFor(cause);
  for (const statement of lead.statements)
    for (const access of accessesOf(lead, statement))
      if (access.write && (access.within ?? access.node) === written) addWriters(lead, access.symbol, chosen);
}

function addWriters(lead: LeadState, symbol: ts.Symbol, chosen: Set<ts.Statement>): boolean {
  const before = chosen.size;
  for (const s of lead.statements) if (writes(lead, [s], symbol)) chosen.add(s);
  return chosen.size > before;
}

/** Adds what a chosen statement needs of the others; true where something was added. */
export function close(lead: LeadState, chosen: Set<ts.Statement>): boolean {
  const nodes = [...chosen, ...headParts(lead)];
  const rest = lead.statements.filter((s) => !chosen.has(s));
  for (const node of nodes)
    for (const symbol of namesOf(lead, node).read) {
      if (!isDeclaredIn(symbol, lead.body) && !writes(lead, rest, symbol)) continue;
      if (!isDeclaredIn(symbol, node) && addWriters(lead, symbol, chosen)) return true;
    }
  // What may end the iteration before a chosen statement is reached belongs to it.
  const last = lead.statements.findLastIndex((s) => chosen.has(s));
  const exit = rest.find((s) => lead.statements.indexOf(s) < last && leaves(s, lead.loop.node));
  // What looks at an object that leads can be handed over; the object cannot.
  const changes = new Map<ts.Symbol, Access[]>();
  for (const change of [...chosen].flatMap((s) => accessesOf(lead, s))) {
    if (!change.write || !change.content) continue;
    const before = changes.get(change.symbol);
    if (before) before.push(change);
    else changes.set(change.symbol, [change]);
  }
  const looksAt = (a: Access): boolean =>
    a.content && !a.within && (changes.get(a.symbol) ?? []).some((change) => !isBeside(a, change, lead.checker));
  const more = exit ?? rest.find((s) => accessesOf(lead, s).some(looksAt));
  if (more) chosen.add(more);
  return more !== undefined;
}

function writes(lead: LeadState, statements: readonly ts.Statement[], symbol: ts.Symbol): boolean {
  return statements.some((s) => namesOf(lead, s).written.has(symbol));
}

/**
 * A value is handed over once: what changes it before the last of the rest that reads it has to come before all of the
 * rest, and so what stands before that leads, too. True where something was added.
 */
export function catchUp(lead: LeadState, chosen: Set<ts.Statement>): boolean {
  const rest = lead.statements.filter((s) => !chosen.has(s));
  const first = rest[0]?.pos ?? Infinity;
  const lastRead = (symbol: ts.Symbol): number => rest.findLast((s) => mentions(s, symbol, lead.checker))?.pos ?? -1;
  const late = [...chosen].findLast(
    (s) =>
      s.pos > first &&
      accessesOf(lead, s).some((a) => a.write && (a.content || s.pos < lastRead(a.symbol)) && lastRead(a.symbol) >= 0),
  );
  if (!late) return false;
  for (const s of rest) if (s.pos < late.pos) chosen.add(s);
  return true;
}
