import path from 'node:path';
import { ts } from 'ts-morph';
import { listedBySyntax } from './bySyntax.js';

/** Which of the program's own files run together. */
export interface ProgramFiles {
  /**
   * The files that may run in one process with a file: whatever imports it, directly or not, and all that those import.
   * Other files of the folder are other programs.
   */
  with(file: ts.SourceFile): ReadonlySet<ts.SourceFile>;
  /**
   * The files that can get hold of what a file declares: itself, and those that import it, directly or not. All of them,
   * where it is no module, or is none of the program's own.
   */
  reaching(file: ts.SourceFile): readonly ts.SourceFile[];
  /** Whether another file imports it; those that none imports start a program. */
  isImported(file: ts.SourceFile): boolean;
}

/** @param importsOf the files that a file imports by itself */
export function createProgramFiles(
  files: readonly ts.SourceFile[],
  importsOf: (file: ts.SourceFile) => readonly ts.SourceFile[],
): ProgramFiles {
  const importers = new Map<ts.SourceFile, Set<ts.SourceFile>>();
  for (const file of files)
    for (const target of importsOf(file)) {
      const known = importers.get(target);
      if (known) known.add(file);
      else importers.set(target, new Set([file]));
    }
  const own = new Set(files);
  const known = new Map<ts.SourceFile, ReadonlySet<ts.SourceFile>>();
  const importing = (file: ts.SourceFile): Set<ts.SourceFile> => closure([file], (f) => importers.get(f) ?? []);
  return {
    reaching: (file) => (own.has(file) && ts.isExternalModule(file) ? [...importing(file)] : files),
    isImported: (file) => importers.has(file),
    with(file) {
      let together = known.get(file);
      if (!together) known.set(file, (together = closure([...importing(file)], importsOf)));
      return together;
    },
  };
}

function closure(
  start: readonly ts.SourceFile[],
  next: (file: ts.SourceFile) => Iterable<ts.SourceFile>,
): Set<ts.SourceFile> {
  const found = new Set(start);
  for (const file of found) for (const other of next(file)) found.add(other);
  return found;
}

/**
 * Finds which files of a program a file imports: those that TypeScript resolves, by whatever name, and those that look like
 * it, such as what plain `require` is given in TypeScript.
 */
export function createImports(
  files: readonly ts.SourceFile[],
  checker: ts.TypeChecker,
): (file: ts.SourceFile) => readonly ts.SourceFile[] {
  // Of a source and what it was compiled to, either may be meant.
  const byStem = new Map<string, ts.SourceFile[]>();
  for (const file of files) byStem.set(stemOf(file.fileName), [...(byStem.get(stemOf(file.fileName)) ?? []), file]);
  const known = new Map<ts.SourceFile, readonly ts.SourceFile[]>();
  const find = (file: ts.SourceFile): readonly ts.SourceFile[] => {
    const found = new Set<ts.SourceFile>();
    for (const specifier of specifiersOf(file)) {
      for (const declaration of checker.getSymbolAtLocation(specifier)?.declarations ?? [])
        if (ts.isSourceFile(declaration) && !declaration.isDeclarationFile) found.add(declaration);
    }
    const folder = path.posix.dirname(file.fileName);
    for (const name of [...specifiersOf(file).map(({ text }) => text), ...pathsIn(file)]) {
      const targets = name.startsWith('.') ? byStem.get(stemOf(path.posix.join(folder, name))) : undefined;
      targets?.forEach((target) => found.add(target));
    }
    return [...found];
  };
  return (file) => {
    let imports = known.get(file);
    if (!imports) known.set(file, (imports = find(file)));
    return imports;
  };
}

/** `./lib/rng.js` and `./lib/rng` name `lib/rng.ts`. */
const stemOf = (file: string): string => file.replace(/\.[cm]?[jt]sx?$/, '').replace(/[\\/]index$/, '');

/** Relative paths that calls of whatever kind are given. */
const pathsIn = listedBySyntax<string>((node, note) => {
  const [first] = ts.isCallExpression(node) ? node.arguments : [];
  if (first && ts.isStringLiteralLike(first) && first.text.startsWith('.')) note(first.text);
});

/** What TypeScript itself has found that a file imports, types in comments included; not declared. */
const specifiersOf = (file: ts.SourceFile): readonly ts.StringLiteralLike[] =>
  (file as { imports?: readonly ts.StringLiteralLike[] }).imports ?? [];
