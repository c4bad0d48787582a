import { ts } from 'ts-morph';
import { holdsOfArguments, plainParameter } from '../calls/callsOf.js';
import { endsUnseen } from './endsUnseen.js';
import { isMadeHere, nameOf } from './givenApart.js';
import { isUnshared, leaks } from './sharing.js';

/** Whether nobody sees the object of a name any more once a loop, or a call, has ended in an error. */
export function isLostWithError(symbol: ts.Symbol, node: ts.Node, checker: ts.TypeChecker): boolean {
  if (!endsUnseen(symbol, node, checker)) return false;
  const parameter = plainParameter(symbol, checker);
  if (!parameter) return isUnshared(symbol, node, checker);
  if (leaks(symbol, parameter.fn, checker, () => true, node)) return false;
  return holdsOfArguments(symbol, checker, (argument, call) => {
    const name = nameOf(argument, checker);
    return isMadeHere(argument, checker) || (name !== null && isLostWithError(name, call, checker));
  });
}
