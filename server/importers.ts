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
  /** Files came, went or changed: who imports whom is found out again. */
  refresh(): void;
}

interface Known {
  readonly mtimeMs: number;
  /** Absolute paths without extension. */
  readonly imports: readonly string[];
}

/** The files that import a file, by its name without extension. */
type Graph = Map<string, string[]>;

/** Reads the import lines of a package's files, each again when it has changed. */
export function createImporters(): Importers {
  const known = new Map<string, Known>();
  /** By folder: the sources below the nearest package.json; without one, those of a file's own folder. */
  const graphs = new Map<string, Graph>();

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

  const graphOf = (folder: string, deep: boolean): Graph => {
    const key = `${deep} ${folder}`;
    let graph = graphs.get(key);
    if (graph) return graph;
    graphs.set(key, (graph = new Map<string, string[]>()));
    const files = deep ? sourcesIn(folder) : safely(() => sourcesIn(folder, [], false));
    if (files.length > MAX_FILES) return graph;
    for (const one of files)
      for (const target of safely(() => importsOf(one))) {
        const importers = graph.get(target);
        if (importers) importers.push(one);
        else graph.set(target, [one]);
      }
    return graph;
  };

  return {
    of(file) {
      const manifest = ts.findConfigFile(path.dirname(file), (name) => ts.sys.fileExists(name), 'package.json');
      const graph = graphOf(path.dirname(manifest ?? file), manifest !== undefined);
      const found = new Set([file]);
      for (const one of found) for (const importer of graph.get(stemOf(one)) ?? []) found.add(importer);
      found.delete(file);
      return [...found];
    },
    refresh: () => void graphs.clear(),
  };
}

/** `./lib/rng.js`, `./lib/rng` and `./lib/rng/index.ts` may name one file. */
const stemOf = (file: string): string => file.replace(/\.[cm]?[jt]sx?$/, '').replace(/[\\/]index$/, '');

/** A file may go, or be closed to us, at any time. */
function safely<T>(read: () => readonly T[]): T[] {
  try {
    return [...read()];
  } catch {
    return [];
  }
}
