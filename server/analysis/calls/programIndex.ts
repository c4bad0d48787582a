import type { ts } from 'ts-morph';
import type { SyntaxIndex } from '../source/bySyntax.js';
import { filesBehind } from '../source/filesBehind.js';

/**
 * What all files of a program have of something, by names: packages apart, and counted once for each checker.
 *
 * @param indexOf the same of one file
 */
export function indexedInProgram<T>(
  indexOf: (file: ts.SourceFile) => SyntaxIndex<T>,
): (checker: ts.TypeChecker) => ReadonlyMap<string, readonly T[]> {
  const known = new WeakMap<ts.TypeChecker, ReadonlyMap<string, readonly T[]>>();
  return (checker) => {
    const before = known.get(checker);
    if (before) return before;
    const found = new Map<string, T[]>();
    for (const file of filesBehind(checker)) {
      const index = indexOf(file);
      for (const name of index.counts().keys()) {
        const same = found.get(name);
        if (same) same.push(...index.of(name));
        else found.set(name, [...index.of(name)]);
      }
    }
    known.set(checker, found);
    return found;
  };
}

/** The same of what is listed: in the order of the files. */
export function listedInProgram<T>(
  listOf: (file: ts.SourceFile) => readonly T[],
): (checker: ts.TypeChecker) => readonly T[] {
  const known = new WeakMap<ts.TypeChecker, readonly T[]>();
  return (checker) => {
    let found = known.get(checker);
    if (!found) known.set(checker, (found = filesBehind(checker).flatMap(listOf)));
    return found;
  };
}
