import type { Opened } from './plan.js';

/**
 * An array for the results of a call.
 * @param length Null where nobody knows how many there are.
 * @param opened What sends the items to workers, if it does from the start.
 */
export function emptyResults(length: number | null, opened: Opened | null): unknown[] {
  if (length === null) return [];
  if (opened === null || !opened.call.beginsWithNumbers()) return new Array<unknown>(length);
  // Numbers give numbers, as a rule. V8 would make room for small integers, and copy all of it at the first result that is none.
  const results: unknown[] = [0.5];
  results.length = length;
  return results;
}
