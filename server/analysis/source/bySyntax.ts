import { ts } from 'ts-morph';

/**
 * Looks at a node, by its syntax alone, and notes what is found. A statement that typing has left alone is the same node in the next
 * program, and is not looked at again: nothing may be noted that rests on other statements, or on where this one stands.
 */
type Look<T> = (node: ts.Node, note: (found: T) => void) => void;
type LookByName<T> = (node: ts.Node, note: (name: string, found: T) => void) => void;

/** What a file has of something, in the order of the text. */
export function listedBySyntax<T>(look: Look<T>): (file: ts.SourceFile) => readonly T[] {
  const none: readonly T[] = [];
  const listed = inEachPart(() => {
    let found: T[] | null = null;
    const note = (one: T): void => void (found ??= []).push(one);
    return { take: (node) => look(node, note), found: (): readonly T[] => found ?? none };
  });
  return remembered((file: ts.SourceFile) => file.statements.flatMap(listed));
}

/** What a file has of something, by names. */
export interface SyntaxIndex<T> {
  of(name: string): readonly T[];
  /** The same of one of its statements. */
  within(part: ts.Statement, name: string): readonly T[];
  /** The names that one of its statements has something of. */
  namesWithin(part: ts.Statement): readonly string[];
  /** The statements that have something of a name. */
  partsWith(name: string): readonly ts.Statement[];
  /** How much there is of each name. */
  counts(): ReadonlyMap<string, number>;
}

export function indexedBySyntax<T>(look: LookByName<T>): (file: ts.SourceFile) => SyntaxIndex<T> {
  const none: ReadonlyMap<string, readonly T[]> = new Map();
  const indexed = inEachPart(() => {
    let found: Map<string, T[]> | null = null;
    const note = (name: string, one: T): void => {
      const same = (found ??= new Map<string, T[]>()).get(name);
      if (same) same.push(one);
      else found.set(name, [one]);
    };
    return { take: (node) => look(node, note), found: (): ReadonlyMap<string, readonly T[]> => found ?? none };
  });
  return remembered((file: ts.SourceFile) => {
    let parts: Map<string, ts.Statement[]> | null = null;
    const byName = (): Map<string, ts.Statement[]> => {
      if (parts) return parts;
      parts = new Map<string, ts.Statement[]>();
      for (const part of file.statements)
        for (const name of indexed(part).keys()) {
          const same = parts.get(name);
          if (same) same.push(part);
          else parts.set(name, [part]);
        }
      return parts;
    };
    const within = (part: ts.Statement, name: string): readonly T[] => indexed(part).get(name) ?? [];
    const partsWith = (name: string): readonly ts.Statement[] => byName().get(name) ?? [];
    const all = new Map<string, readonly T[]>();
    const of = (name: string): readonly T[] => {
      let found = all.get(name);
      if (!found) all.set(name, (found = partsWith(name).flatMap((part) => within(part, name))));
      return found;
    };
    return {
      of,
      within,
      namesWithin: (part) => [...indexed(part).keys()],
      partsWith,
      counts: () => new Map([...byName().keys()].map((name) => [name, of(name).length])),
    };
  });
}

/** Takes the nodes of one statement, and tells what was found in them. */
interface Finder {
  take(node: ts.Node): void;
  found(): unknown;
}

/** Makes a finder for a statement, for each question that is asked by syntax. */
const finders: (() => Finder)[] = [];
/** What they found in a statement, in the same order. */
const foundIn = new WeakMap<ts.Node, unknown[]>();

/** All questions are answered in one walk over a statement, whichever is asked first: mostly all are asked. */
function inEachPart<T>(open: () => { take(node: ts.Node): void; found(): T }): (part: ts.Node) => T {
  const place = finders.push(open) - 1;
  return (part) => {
    let found = foundIn.get(part);
    if (!found) foundIn.set(part, (found = []));
    // Modules may be loaded later, with more questions.
    if (found.length <= place) {
      const first = found.length;
      const asked = finders.slice(first).map((begin) => begin());
      const visit = (node: ts.Node): void => {
        for (const finder of asked) finder.take(node);
        ts.forEachChild(node, visit);
      };
      visit(part);
      for (const [k, finder] of asked.entries()) found[first + k] = finder.found();
    }
    return found[place] as T;
  };
}

function remembered<K extends ts.Node, T>(find: (node: K) => T): (node: K) => T {
  const known = new WeakMap<K, T>();
  return (node) => {
    let found = known.get(node);
    if (found === undefined) known.set(node, (found = find(node)));
    return found;
  };
}
