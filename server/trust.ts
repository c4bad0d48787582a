/**
 * Functions that the user vouches for: a call only reads what it is given, and gives the same answer in a worker and in
 * any order. One object stands for one list, so that what was found out under it can be kept.
 */
export interface Trust {
  /** As `module#name`; `module#*` is all of a module. */
  readonly names: ReadonlySet<string>;
}

const known = new Map<string, Trust>();

/** @param names entries that `isTrustEntry` accepts */
export function trustIn(names: readonly string[]): Trust {
  const sorted = [...new Set(names)].sort();
  const key = JSON.stringify(sorted);
  let trust = known.get(key);
  if (!trust) known.set(key, (trust = { names: new Set(sorted) }));
  return trust;
}

export const TRUST_NOTHING = trustIn([]);

/** `some-package#hash`, `./native.js#hash`, `lodash#*`; methods of what is imported with dots: `engine#math.add`. */
export function isTrustEntry(entry: string): boolean {
  return /^[^\s#]+#(?:\*|[\p{ID_Start}$_][\p{ID_Continue}$]*(?:\.[\p{ID_Start}$_#][\p{ID_Continue}$]*)*)$/u.test(entry);
}
