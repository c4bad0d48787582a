import type { ts } from 'ts-morph';

/** Steps per program after which what is untyped stays so. */
const LIMIT = 50_000;
const DEPTH = 40;

/** What is being worked out, and what was: types of nodes and symbols that rest on one another, in circles too. */
export interface Attempts {
  /** What is known of a key, or is found now; null where it cannot be told, or is asked for while it is being found. */
  readonly remember: <K extends ts.Node | ts.Symbol>(
    known: Map<K, ts.Type | null>,
    key: K,
    find: () => ts.Type | null,
  ) => ts.Type | null;
  /** Whether something holds when a symbol has a type; where it does not, nothing is kept of what was found meanwhile. */
  readonly holdsWith: (
    symbol: ts.Symbol,
    type: ts.Type,
    holds: () => boolean,
    known: Map<ts.Symbol, ts.Type | null>,
  ) => boolean;
}

export function createAttempts(): Attempts {
  const open = new Set<ts.Node | ts.Symbol>();
  let steps = 0;
  /** How often something was asked for while it was being worked out: what depends on that is not the last word. */
  let cuts = 0;
  /** What to do to forget what was found, the latest last. */
  const journal: (() => void)[] = [];

  function remember<K extends ts.Node | ts.Symbol>(known: Map<K, ts.Type | null>, key: K, find: () => ts.Type | null) {
    const found = known.get(key);
    if (found !== undefined) return found;
    if (open.has(key) || open.size > DEPTH || steps++ > LIMIT) {
      cuts++;
      return null;
    }
    const before = cuts;
    open.add(key);
    const type = find();
    open.delete(key);
    if (type || cuts === before || open.size === 0) {
      known.set(key, type);
      journal.push(() => known.delete(key));
    }
    return type;
  }

  function holdsWith(
    symbol: ts.Symbol,
    type: ts.Type,
    holds: () => boolean,
    known: Map<ts.Symbol, ts.Type | null>,
  ): boolean {
    const start = journal.length;
    // What led here is asked for anew: with the type of the symbol it may have an answer.
    const asked = [...open];
    open.clear();
    known.set(symbol, type);
    const isRight = holds();
    known.delete(symbol);
    for (const key of asked) open.add(key);
    if (!isRight) for (const undo of journal.splice(start)) undo();
    return isRight;
  }

  return { remember, holdsWith };
}
