import type { ts } from 'ts-morph';
import { distinctOrigins, type Origin } from './access.js';
import { returnedValues } from './callees.js';
import type { Origins } from './origins.js';
import { type FunctionNode, isDeclaredIn, parameterIndex } from './symbols.js';
import { guessesOf } from './untyped/remembering.js';

/** Where what a function returns comes from, and what it holds, relative to its parameters and outer names. */
export interface ReturnedOrigins {
  readonly self: readonly Origin[];
  readonly held: readonly Origin[];
}

/** An answer, and whether it rests on types that were inferred from the whole program. */
interface Known {
  readonly returned: ReturnedOrigins;
  readonly isGuessed: boolean;
}

const known = new WeakMap<ts.TypeChecker, Map<FunctionNode, Known>>();
/** Functions being looked at, outermost first: one that calls itself returns nothing that its other returns do not. */
const active: FunctionNode[] = [];
/** The outermost of them that was met again. */
let again = Infinity;

/** @param originsIn makes the origins of the function's own code */
export function returnedOrigins(
  fn: FunctionNode,
  checker: ts.TypeChecker,
  originsIn: (fn: FunctionNode) => Origins,
): ReturnedOrigins {
  let answers = known.get(checker);
  if (!answers) known.set(checker, (answers = new Map<FunctionNode, Known>()));
  const guesses = guessesOf(checker);
  const before = answers.get(fn);
  if (before) return before.isGuessed ? guesses.noted(() => before.returned) : before.returned;
  const position = active.indexOf(fn);
  if (position >= 0) {
    again = Math.min(again, position);
    return { self: ['fresh'], held: [] };
  }
  const guessed = guesses.count;
  active.push(fn);
  try {
    const returned = find(fn, originsIn(fn));
    // What a function returns that calls one it was called by depends on where the search began.
    if (again >= active.length - 1) {
      again = Infinity;
      answers.set(fn, { returned, isGuessed: guesses.count > guessed });
    }
    return returned;
  } finally {
    active.pop();
  }
}

function find(fn: FunctionNode, origins: Origins): ReturnedOrigins {
  const isOwn = (o: Origin): boolean =>
    typeof o !== 'string' && isDeclaredIn(o.symbol, fn) && parameterIndex(o.symbol, fn) < 0;
  const values = returnedValues(fn);
  const self = values.flatMap((value) => origins.of(value).filter((o) => !isOwn(o)));
  const held = values.flatMap((value) => origins.inside(value).filter((o) => !isOwn(o)));
  return { self: self.length > 0 ? distinctOrigins(self) : ['fresh'], held: distinctOrigins(held) };
}
