import type { ts } from 'ts-morph';
import type { Access } from '../source/access.js';
import { mayHold } from '../source/containment.js';
import { isAssignedIn } from '../source/assignments.js';
import { counterOf } from '../dependences/loopLevels.js';
import { accessesOf, has, headParts, type LeadState } from './leadState.js';
import { forEachUse, isDeclaredIn, isFunctionNode, isPrimitive, mentions, symbolOf } from '../source/symbols.js';

/** What the rest uses of what leads, of the head and of the item; null where a value cannot be handed over. */
export function givenTo(
  lead: LeadState,
  rest: readonly ts.Statement[],
  chosen: ReadonlySet<ts.Statement>,
): Set<ts.Symbol> | null {
  const { checker, reader } = lead;
  const given = new Set<ts.Symbol>();
  let fits = true;
  const counter = counterOf(lead.loop, checker);
  const writes = [...chosen, ...headParts(lead)].flatMap((s) => accessesOf(lead, s).filter((a) => a.write));
  const written = new Set(writes.map((a) => a.symbol));
  const changed = new Set(writes.filter((a) => a.content).map((a) => a.symbol));
  for (const statement of rest)
    forEachUse(statement, (use) => {
      const symbol = symbolOf(use, checker);
      if (!symbol || given.has(symbol)) return;
      const own = isDeclaredIn(symbol, lead.body);
      const ofHead = !own && (isDeclaredIn(symbol, lead.loop.callback ?? lead.loop.node) || symbol === counter);
      if (!ofHead && !written.has(symbol)) return;
      if (isAccumulator(lead, symbol)) return;
      if (own && !isDeclaredByLead(symbol, chosen)) return;
      given.add(symbol);
      const type = checker.getTypeOfSymbolAtLocation(symbol, use);
      if (isPrimitive(type, checker)) return;
      // A list of nodes would be copied with all that follows, for each of them.
      const isHead = lead.loop.source.kind === 'head';
      if (!own && isHead && mayHold(type, type, checker)) fits = false;
      // A variable from outside has moved on by then: its value is handed over, and what is in that has to stay.
      if (!own && !ofHead && (!isHead || changed.has(symbol))) fits = false;
    });
  const isCopy = (a: Access): boolean =>
    !given.has(a.symbol) || (!a.write && (!a.within || a.isGiven || isDeclaredIn(a.symbol, lead.loop.node)));
  if (!rest.every((s) => reader.effectsOf(s).accesses.every(isCopy))) return null;
  // A function that is kept sees what a variable becomes, not only what was handed over.
  const first = rest[0]?.pos ?? Infinity;
  const changesLater = (symbol: ts.Symbol): boolean =>
    [...chosen].some((s) => s.pos > first && accessesOf(lead, s).some((a) => a.write && a.symbol === symbol)) ||
    rest.some((s) => isAssignedIn(s, symbol, checker));
  const kept = [...given].some(
    (symbol) =>
      (!isDeclaredIn(symbol, lead.loop.node) || changesLater(symbol)) &&
      rest.some((s) => has(s, (n) => isFunctionNode(n) && mentions(n, symbol, checker))),
  );
  return fits && !kept ? given : null;
}

function isAccumulator(lead: LeadState, symbol: ts.Symbol): boolean {
  return lead.loop.fold !== null && isDeclaredIn(symbol, lead.loop.fold.accumulator);
}

function isDeclaredByLead(symbol: ts.Symbol, chosen: ReadonlySet<ts.Statement>): boolean {
  return [...chosen].some(
    (s) => isDeclaredIn(symbol, s) && !has(s, (n) => isFunctionNode(n) && isDeclaredIn(symbol, n)),
  );
}
