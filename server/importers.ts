import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { ts } from 'ts-morph';
import { sourcesIn } from './sourceFiles.js';

/** A package with more files than this is not searched: its loops are judged by what they import alone. */
const MAX_FILES = 5_000;
/** Longer files are data or bundles. */
const MAX_BYTES = 2e6;

/** Finds the files of a package that import a file, directly or not: they may change what it exports. */
export interface Importers {
  /** @param file absolute path */
  of(file: string): readonly string[];
}

interface Known {
  readonly mtimeMs: number;
  /** Absolute paths without extension. */
  readonly imports: readonly string[];
}

/** Reads the import lines of a package's files, each again when it has changed. */
export function createImporters(): Importers {
  const known = new Map<string, Known>();

  const importsOf = (file: string): readonly string[] => {
    const { mtimeMs, size } = statSync(file);
    let entry = known.get(file);
    if (entry?.mtimeMs !== mtimeMs) {
      const text = size > MAX_BYTES ? '' : readFileSync(file, 'utf8');
      const imports = ts
        .preProcessFile(text, true, true)
        .importedFiles.filter(({ fileName }) => fileName.startsWith('.'))
        .map(({ fileName }) => stemOf(path.resolve(path.dirname(file), fileName)));
      known.set(file, (entry = { mtimeMs, imports }));
    }
    return entry.imports;
  };

  return {
    of(file) {
      const files = packageFiles(file);
      if (files.length > MAX_FILES) return [];
      const importersOf = new Map<string, string[]>();
      for (const one of files)
        for (const target of safely(() => importsOf(one)))
          importersOf.set(target, [...(importersOf.get(target) ?? []), one]);
      const found = new Set([file]);
      for (const one of found) for (const importer of importersOf.get(stemOf(one)) ?? []) found.add(importer);
      found.delete(file);
      return [...found];
    },
  };
}

/** `./lib/rng.js`, `./lib/rng` and `./lib/rng/index.ts` may name one file. */
const stemOf = (file: string): string => file.replace(/\.[cm]?[jt]sx?$/, '').replace(/[\\/]index$/, '');

/** Sources below the nearest package.json; without one, those of the file's own folder. */
function packageFiles(file: string): string[] {
  const manifest = ts.findConfigFile(path.dirname(file), (name) => ts.sys.fileExists(name), 'package.json');
  return manifest ? sourcesIn(path.dirname(manifest)) : safely(() => sourcesIn(path.dirname(file), [], false));
}

/** A file may go, or be closed to us, at any time. */
function safely<T>(read: () => readonly T[]): T[] {
  try {
    return [...read()];
  } catch {
    return [];
  }
}
