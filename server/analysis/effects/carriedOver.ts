import type { ts } from 'ts-morph';
import type { Access, Step } from '../source/access.js';
import type { Counterparts } from '../source/counterparts.js';
import { enclosingFunction } from '../source/symbols.js';
import type { NamedWrite } from './namedWrites.js';
import type { Summary } from './summaries.js';

/**
 * What a function does in a program that is like another one, as found out there; null where that means nothing here, as it is about
 * something that is gone. Types that were inferred there hold here as well: the same code runs.
 */
export function carriedOver(summary: Summary, counterparts: Counterparts): Summary | null {
  const accesses = allOf(summary.accesses, (access) => accessAfter(access, counterparts));
  const outside = allOf(summary.outside, (one) => {
    const node = counterparts.nodeAfter(one.node);
    return node && { ...one, node };
  });
  const called = allOf(summary.called, counterparts.symbolAfter);
  return accesses && outside && called && { ...summary, accesses, outside, called };
}

/** The same of what a statement of a file writes, and the functions in it. */
export function carriedWrites(writes: readonly NamedWrite[], counterparts: Counterparts): readonly NamedWrite[] | null {
  return allOf(writes, (write) => {
    const symbol = write.symbol && counterparts.symbolAfter(write.symbol);
    const part = stepAfter(write.part, counterparts);
    const node = placeAfter(write.node, counterparts);
    return node && part && (symbol || !write.symbol) ? { ...write, symbol, part, node } : null;
  });
}

function accessAfter(access: Access, counterparts: Counterparts): Access | null {
  const symbol = counterparts.symbolAfter(access.symbol);
  const path = allOf(access.path, (step) => stepAfter(step, counterparts));
  const node = placeAfter(access.node, counterparts);
  const within = access.within && placeAfter(access.within, counterparts);
  const through = access.through && counterparts.symbolAfter(access.through);
  if (!symbol || !path || !node || (access.within && !within) || (access.through && !through)) return null;
  return { ...access, symbol, path, node, within, ...(through ? { through } : {}) };
}

function stepAfter(step: Step, { nodeAfter }: Counterparts): Step | null {
  if (step.kind === 'index') {
    const expression = nodeAfter(step.expression);
    return expression && { ...step, expression };
  }
  if (step.kind !== 'item') return step;
  const loop = nodeAfter(step.loop);
  return loop && { ...step, loop };
}

/** Of what is gone, the function around it: nothing can be told then from how it was written. */
const placeAfter = (node: ts.Node, { nodeAfter }: Counterparts): ts.Node | null =>
  nodeAfter(node) ?? nodeAfter(enclosingFunction(node));

function allOf<T, U>(all: readonly T[], of: (one: T) => U | null): readonly U[] | null {
  const found: U[] = [];
  for (const one of all) {
    const other = of(one);
    if (other === null) return null;
    found.push(other);
  }
  return found;
}
