import type { ts } from 'ts-morph';

/** Tells whether something was found out with the help of inference from the whole program. */
export interface Guesses {
  /** Counts, and does, what infers something. */
  noted<T>(infer: () => T): T;
  /** Grows with everything that is told by inference, whether it is found out or remembered. */
  readonly count: number;
}

export function createGuesses(): Guesses {
  let count = 0;
  return {
    noted(infer) {
      count++;
      return infer();
    },
    get count() {
      return count;
    },
  };
}

const guessesIn = new WeakMap<ts.TypeChecker, Guesses>();

/** What a checker of `remembering` has had to infer so far. */
export const guessesOf = (checker: ts.TypeChecker): Guesses => guessesIn.get(checker) ?? createGuesses();

/** `ask`, which remembers its answers and which of them were inferred. */
export function remembered<K, T>(guesses: Guesses, ask: (key: K) => T): (key: K) => T {
  const known = new Map<K, T>();
  /** Most programs need none. */
  let guessed: Set<K> | null = null;
  return (key) => {
    const before = known.get(key);
    if (before !== undefined || known.has(key))
      return guessed?.has(key) ? guesses.noted(() => before as T) : (before as T);
    const count = guesses.count;
    const answer = ask(key);
    known.set(key, answer);
    if (guesses.count > count) (guessed ??= new Set<K>()).add(key);
    return answer;
  };
}

/**
 * A question of the analysis, with answers that are remembered for as long as the checker lives that they rest on.
 * The answer must depend on nothing else: not on what the analysis has already seen.
 */
export function rememberedWith<K, T>(
  ask: (key: K, checker: ts.TypeChecker) => T,
): (key: K, checker: ts.TypeChecker) => T {
  const byChecker = new WeakMap<ts.TypeChecker, (key: K) => T>();
  return (key, checker) => {
    let answers = byChecker.get(checker);
    if (!answers) byChecker.set(checker, (answers = remembered(guessesOf(checker), (one: K) => ask(one, checker))));
    return answers(key);
  };
}

/** The same of a question with two keys. */
export function rememberedWithBoth<A, B, T>(
  ask: (a: A, b: B, checker: ts.TypeChecker) => T,
): (a: A, b: B, checker: ts.TypeChecker) => T {
  const answersFor = rememberedWith((b: B, checker) => remembered(guessesOf(checker), (a: A) => ask(a, b, checker)));
  return (a, b, checker) => answersFor(b, checker)(a);
}

/**
 * A checker that remembers what names stand for and of which types expressions are: TypeScript works that out anew each
 * time, and the analysis asks often.
 */
export function remembering(checker: ts.TypeChecker, guesses: Guesses = createGuesses()): ts.TypeChecker {
  const wrapped = Object.assign(Object.create(checker) as ts.TypeChecker, {
    getSymbolAtLocation: remembered(guesses, (node: ts.Node) => checker.getSymbolAtLocation(node)),
    getTypeAtLocation: remembered(guesses, (node: ts.Node) => checker.getTypeAtLocation(node)),
  });
  guessesIn.set(wrapped, guesses);
  return wrapped;
}
