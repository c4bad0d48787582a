import type { ts } from 'ts-morph';
import type { Access, Effects } from '../source/access.js';
import { importOf } from '../source/importedNames.js';
import { namesIn } from '../source/names.js';
import { symbolOf } from '../source/symbols.js';

/**
 * Whether a function that is called touches an object of its module only because the loop hands it over, as receiver or argument:
 * the worker's function is handed the copy then, and its own module's object is not asked.
 *
 * @param effects of the piece of code that makes the access
 */
export function isOnlyHanded(access: Access, effects: Effects, region: ts.Node, checker: ts.TypeChecker): boolean {
  const { symbol, isGiven } = access;
  return (
    isGiven === true &&
    !importOf(symbol) &&
    !effects.accesses.some((a) => a.symbol === symbol && !a.content && a.within !== null) &&
    namesIn(region, symbol.getName()).some((name) => symbolOf(name, checker) === symbol)
  );
}
