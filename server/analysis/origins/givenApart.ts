import { ts } from 'ts-morph';
import { aliasing } from './aliases.js';
import { holdsOfArguments, plainParameter } from '../calls/callsOf.js';
import { isNewThroughout } from './newObjects.js';
import { leaks } from './sharing.js';
import { enclosingFunction, symbolOf, unwrap } from '../source/symbols.js';

/**
 * Whether two parameters of a function that only its own file calls are given different objects by every call, and keep them
 * apart.
 *
 * @param loop stands in that function itself: what the call gave is as it was then
 * @param only the one of the two of which only the object itself matters, not what it holds
 */
export function areGivenApart(
  a: ts.Symbol,
  b: ts.Symbol,
  loop: ts.Node,
  checker: ts.TypeChecker,
  only: ts.Symbol | null,
): boolean {
  const [left, right] = [plainParameter(a, checker), plainParameter(b, checker)];
  if (!left || left.fn !== right?.fn || enclosingFunction(loop) !== left.fn) return false;
  const { fn } = left;
  if ([a, b].some((symbol) => leaks(symbol, fn, checker, () => true, loop))) return false;
  return holdsOfArguments(a, checker, (one, call) => {
    const other = call.arguments[right.position];
    if (!other) return false;
    if (isMadeHere(one, checker) || isMadeHere(other, checker)) return true;
    const [first, second] = [nameOf(one, checker), nameOf(other, checker)];
    const mattering = only === a ? first : only === b ? second : null;
    return first !== null && second !== null && aliasing(first, second, call, checker, mattering) === 'never';
  });
}

/** Whether an argument is made for the call, with everything in it. */
export const isMadeHere = isNewThroughout;

export function nameOf(argument: ts.Expression, checker: ts.TypeChecker): ts.Symbol | null {
  const node = unwrap(argument);
  return (ts.isIdentifier(node) && symbolOf(node, checker)) || null;
}
