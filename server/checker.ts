import type { ts } from 'ts-morph';

const checkers = new WeakMap<ts.Program, ts.TypeChecker>();

/**
 * The checker of a program, which remembers what names stand for and of which types expressions are: TypeScript works that
 * out anew each time, and the analysis asks often.
 */
export function checkerOf(program: ts.Program): ts.TypeChecker {
  let checker = checkers.get(program);
  if (!checker) checkers.set(program, (checker = remembering(program.getTypeChecker())));
  return checker;
}

function remembering(checker: ts.TypeChecker): ts.TypeChecker {
  const remembered = <T>(ask: (node: ts.Node) => T): ((node: ts.Node) => T) => {
    const known = new Map<ts.Node, T>();
    return (node) => {
      let answer = known.get(node);
      if (answer === undefined && !known.has(node)) known.set(node, (answer = ask(node)));
      return answer as T;
    };
  };
  return {
    ...checker,
    getSymbolAtLocation: remembered((node) => checker.getSymbolAtLocation(node)),
    getTypeAtLocation: remembered((node) => checker.getTypeAtLocation(node)),
  };
}
