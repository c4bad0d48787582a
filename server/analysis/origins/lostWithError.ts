import { ts } from 'ts-morph';
import { callsOf, plainParameter } from '../calls/callsOf.js';
import { endsUnseen } from './endsUnseen.js';
import { isMadeHere, nameOf } from './givenApart.js';
import { isUnshared, leaks } from './sharing.js';

/** Parameters being looked at: of functions that call themselves nothing is known. */
const asked = new Set<ts.Symbol>();

/** Whether nobody sees the object of a name any more once a loop, or a call, has ended in an error. */
export function isLostWithError(symbol: ts.Symbol, node: ts.Node, checker: ts.TypeChecker): boolean {
  if (!endsUnseen(symbol, node, checker)) return false;
  const parameter = plainParameter(symbol, checker);
  if (!parameter) return isUnshared(symbol, node, checker);
  const { fn, position } = parameter;
  const calls = callsOf(fn, checker);
  if (!calls || asked.has(symbol) || leaks(symbol, fn, checker, () => true, node)) return false;
  asked.add(symbol);
  try {
    return calls.every((call) => {
      const argument = call.arguments[position];
      if (!argument) return false;
      const name = nameOf(argument, checker);
      return isMadeHere(argument, checker) || (name !== null && isLostWithError(name, call, checker));
    });
  } finally {
    asked.delete(symbol);
  }
}
