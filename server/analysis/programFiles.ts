import path from 'node:path';
import { ts } from 'ts-morph';

/** Which of the program's own files run together. */
export interface ProgramFiles {
  /**
   * The files that may run in one process with a file: whatever imports it, directly or not, and all that those import.
   * Other files of the folder are other programs.
   */
  with(file: ts.SourceFile): ReadonlySet<ts.SourceFile>;
  /** Whether another file imports it; those that none imports start a program. */
  isImported(file: ts.SourceFile): boolean;
}

export function createProgramFiles(files: readonly ts.SourceFile[]): ProgramFiles {
  const byStem = new Map(files.map((file) => [stemOf(file.fileName), file]));
  const imports = new Map(files.map((file) => [file, importedFiles(file, byStem)]));
  const importers = new Map<ts.SourceFile, Set<ts.SourceFile>>();
  for (const [file, targets] of imports)
    for (const target of targets) importers.set(target, (importers.get(target) ?? new Set()).add(file));
  const known = new Map<ts.SourceFile, ReadonlySet<ts.SourceFile>>();
  return {
    isImported: (file) => importers.has(file),
    with(file) {
      let together = known.get(file);
      if (!together) {
        const above = closure([file], (f) => importers.get(f) ?? []);
        known.set(file, (together = closure([...above], (f) => imports.get(f) ?? [])));
      }
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

/** `./lib/rng.js` and `./lib/rng` name `lib/rng.ts`. */
const stemOf = (file: string): string => file.replace(/\.[cm]?[jt]sx?$/, '').replace(/[\\/]index$/, '');

function importedFiles(file: ts.SourceFile, byStem: ReadonlyMap<string, ts.SourceFile>): ts.SourceFile[] {
  const found: ts.SourceFile[] = [];
  const visit = (node: ts.Node): void => {
    const names =
      ts.isImportDeclaration(node) || ts.isExportDeclaration(node)
        ? node.moduleSpecifier
        : ts.isCallExpression(node)
          ? node.arguments[0]
          : undefined;
    if (names && ts.isStringLiteralLike(names) && names.text.startsWith('.')) {
      const target = byStem.get(stemOf(path.posix.join(path.posix.dirname(file.fileName), names.text)));
      if (target) found.push(target);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}
