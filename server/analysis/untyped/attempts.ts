import type { ts } from 'ts-morph';

/** Steps per program after which what is untyped stays so. */
const LIMIT = 50_000;
const DEPTH = 40;

/** What is being worked out, and what was: types of nodes, of symbols and of what is in them, which rest on one another, in circles too. */
export interface Attempts {
  /** What is known of a key, or is found now; null where it cannot be told, or is asked for while it is being found. */
  readonly remember: <K extends object>(
    known: Map<K, ts.Type | null>,
    key: K,
    find: () => ts.Type | null,
  ) => ts.Type | null;
  /** Whether something holds when a key has a type; where it does not, nothing is kept of what was found meanwhile. */
  readonly holdsWith: <K extends object>(
    key: K,
    type: ts.Type,
    holds: () => boolean,
    known: Map<K, ts.Type | null>,
  ) => boolean;
}

export function createAttempts(): Attempts {
  const open = new Set<object>();
  let steps = 0;
  /** How often something was asked for while it was being worked out: what depends on that is not the last word. */
  let cuts = 0;
  /** What to do to forget what was found, the latest last. */
  const journal: (() => void)[] = [];

  function remember<K extends object>(known: Map<K, ts.Type | null>, key: K, find: () => ts.Type | null) {
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

  function holdsWith<K extends object>(
    key: K,
    type: ts.Type,
    holds: () => boolean,
    known: Map<K, ts.Type | null>,
  ): boolean {
    const start = journal.length;
    // What led here is asked for anew: with the type of the key it may have an answer.
    const asked = [...open];
    open.clear();
    known.set(key, type);
    const isRight = holds();
    known.delete(key);
    for (const one of asked) open.add(one);
    if (!isRight) for (const undo of journal.splice(start)) undo();
    return isRight;
  }

  return { remember, holdsWith };
}
