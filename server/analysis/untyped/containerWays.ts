import type { ts } from 'ts-morph';

/** One step into a container: to the items of a list, the keys or values of a Map, those of one entry, the members of a dictionary. */
export type Step = 'item' | 'key' | 'value' | 'entry-key' | 'entry-value' | 'member';

/** The steps from a container to what is in it: `['value', 'item']` for the items of the lists in a Map. */
export type Way = readonly [Step, ...Step[]];

/** What is put into containers at the end of a way. */
export interface Stored {
  readonly values: readonly ts.Expression[];
  /** Lists, texts and sets whose items are put there. */
  readonly lists: readonly ts.Expression[];
  /** Something is counted up or down there, or a number is taken from it. */
  readonly numbers: boolean;
}

export const NOTHING: Stored = { values: [], lists: [], numbers: false };
export const NUMBERS: Stored = { ...NOTHING, numbers: true };
export const itemsOf = (list: ts.Expression): Stored => ({ ...NOTHING, lists: [list] });

/** All parts as one; null where one of them cannot be told. */
export function together(parts: readonly (Stored | null)[]): Stored | null {
  const known = parts.filter((part) => part !== null);
  if (known.length < parts.length) return null;
  return {
    values: known.flatMap(({ values }) => values),
    lists: known.flatMap(({ lists }) => lists),
    numbers: known.some(({ numbers }) => numbers),
  };
}

/** A way without its first step; null at its end. */
export function restOf([, ...rest]: Way): Way | null {
  const [next, ...more] = rest;
  return next ? [next, ...more] : null;
}

/** The way through an entry of a Map, from the way through the Map. */
export const ofEntry = ([part, ...rest]: Way): Way => [part === 'key' ? 'entry-key' : 'entry-value', ...rest];

/** Where a part stands in an entry. */
export const placeInEntry = ([part]: Way): 0 | 1 => (part === 'entry-key' ? 0 : 1);

/** A walk over all that may hold the containers on a way. */
export interface ContainerWalk {
  readonly checker: ts.TypeChecker;
  /** The member that a name after a dot means; undefined where that cannot be told. */
  readonly symbolAt: (name: ts.Node) => ts.Symbol | undefined;
  /** What the uses of a variable put into the container that it holds, and what that container is made with. */
  readonly ofVariable: (symbol: ts.Symbol, way: Way) => Stored | null;
  /** What the uses of a name put into the container that a loop, a callback or a call gives it. */
  readonly ofBinding: (name: ts.BindingName, way: Way) => Stored | null;
  /** What an expression's place puts into the container that it is. */
  readonly ofUse: (container: ts.Node, way: Way) => Stored | null;
  /** What is in a container that a call of a function of the program, awaited or not, gives; undefined for other values. */
  readonly ofReturned: (value: ts.Expression, way: Way) => Stored | null | undefined;
  /** Whether a variable holds an object whose members are under names that are computed. */
  readonly isDictionary: (symbol: ts.Symbol | undefined) => boolean;
  /** What comes with a value that is put somewhere: itself where the way ends, otherwise what is in it. */
  readonly ofValue: (value: ts.Expression, way: Way | null) => Stored | null;
}
