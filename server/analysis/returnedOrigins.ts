import type { Origin } from './access.js';
import { returnedValues } from './callees.js';
import type { Origins } from './origins.js';
import { type FunctionNode, isDeclaredIn, parameterIndex } from './symbols.js';

/** Where what a function returns comes from, and what it holds, relative to its parameters and outer names. */
export interface ReturnedOrigins {
  readonly self: readonly Origin[];
  readonly held: readonly Origin[];
}

/** @param originsIn makes the origins of the function's own code */
export function returnedOrigins(fn: FunctionNode, originsIn: (fn: FunctionNode) => Origins): ReturnedOrigins {
  if (active.has(fn)) return { self: ['fresh'], held: [] };
  active.add(fn);
  try {
    const origins = originsIn(fn);
    const isOwn = (o: Origin): boolean =>
      typeof o !== 'string' && isDeclaredIn(o.symbol, fn) && parameterIndex(o.symbol, fn) < 0;
    const values = returnedValues(fn);
    const self = values.flatMap((value) => origins.of(value).filter((o) => !isOwn(o)));
    const held = values.flatMap((value) => origins.inside(value).filter((o) => !isOwn(o)));
    return { self: self.length > 0 ? self : ['fresh'], held };
  } finally {
    active.delete(fn);
  }
}
/** Functions being looked at: one that calls itself returns nothing that its other returns do not. */
const active = new Set<FunctionNode>();
