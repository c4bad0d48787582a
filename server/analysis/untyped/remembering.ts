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

/**
 * A checker that remembers what names stand for and of which types expressions are: TypeScript works that out anew each
 * time, and the analysis asks often.
 */
export function remembering(checker: ts.TypeChecker, guesses: Guesses = createGuesses()): ts.TypeChecker {
  const remembered = <T>(ask: (node: ts.Node) => T): ((node: ts.Node) => T) => {
    const known = new Map<ts.Node, T>();
    const guessed = new Set<ts.Node>();
    return (node) => {
      if (known.has(node)) {
        const answer = known.get(node) as T;
        return guessed.has(node) ? guesses.noted(() => answer) : answer;
      }
      const before = guesses.count;
      const answer = ask(node);
      known.set(node, answer);
      if (guesses.count > before) guessed.add(node);
      return answer;
    };
  };
  return Object.assign(Object.create(checker) as ts.TypeChecker, {
    getSymbolAtLocation: remembered((node) => checker.getSymbolAtLocation(node)),
    getTypeAtLocation: remembered((node) => checker.getTypeAtLocation(node)),
  });
}
