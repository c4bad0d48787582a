import type { ts } from 'ts-morph';
import { bothOrigins, distinctOrigins, type Origin, sameOrigins } from '../source/access.js';
import { Fixpoint } from '../calls/fixpoint.js';
import type { Origins } from './origins.js';
import { type FunctionNode, isDeclaredIn, parameterIndex } from '../source/symbols.js';
import { guessesOf } from '../untyped/remembering.js';

/** Where what leaves a function comes from, and what it holds, relative to the function's parameters and outer names. */
export interface FunctionOrigins {
  readonly self: readonly Origin[];
  readonly held: readonly Origin[];
}

/** An answer, and whether it rests on types that were inferred from the whole program. */
interface Known extends FunctionOrigins {
  readonly isGuessed: boolean;
}

/** A function that calls itself returns nothing that its other returns do not. */
const NOTHING: Known = { self: [], held: [], isGuessed: false };

const isSame = (a: Known, b: Known): boolean =>
  a.isGuessed === b.isGuessed && sameOrigins(a.self, b.self) && sameOrigins(a.held, b.held);

const known = new WeakMap<ts.TypeChecker, Fixpoint<ts.Node, Known>>();

/**
 * What is known of a function or of one of its parameters; functions that call one another are looked at together.
 *
 * @param find may ask the same of others
 */
export function functionOrigins(node: ts.Node, checker: ts.TypeChecker, find: () => FunctionOrigins): FunctionOrigins {
  let answers = known.get(checker);
  if (!answers) known.set(checker, (answers = new Fixpoint(isSame)));
  const guesses = guessesOf(checker);
  const guessed = guesses.count;
  const answer = answers.get(node, NOTHING, (before) => {
    const { self, held } = find();
    return {
      self: bothOrigins(before.self, self),
      held: bothOrigins(before.held, held),
      isGuessed: before.isGuessed || guesses.count > guessed,
    };
  });
  return answer.isGuessed ? guesses.noted(() => answer) : answer;
}

/** Origins without the function's own names, which mean nothing outside. */
export const leaving = (fn: FunctionNode, origins: readonly Origin[]): readonly Origin[] =>
  origins.filter((o) => typeof o === 'string' || !isDeclaredIn(o.symbol, fn) || parameterIndex(o.symbol, fn) >= 0);

/** Origins of values that leave a function, and of what they hold. */
export const originsLeaving = (
  fn: FunctionNode,
  values: readonly ts.Expression[],
  { of, inside }: Pick<Origins, 'of' | 'inside'>,
): FunctionOrigins => ({
  self: distinctOrigins(leaving(fn, values.flatMap(of))),
  held: distinctOrigins(leaving(fn, values.flatMap(inside))),
});
