import { statSync } from 'node:fs';
import path from 'node:path';
import { sourcesIn } from '../sourceFiles.js';

/** Something the user can mend: ends the program with status 2 and one line. */
export class UsageError extends Error {}

/** The source files of the given files and folders, absolute, sorted; worker modules are left out of folders. */
export function sourceFiles(paths: readonly string[], suffix: string): string[] {
  const files = new Set<string>();
  for (const given of paths) {
    const absolute = path.resolve(given);
    let isFolder: boolean;
    try {
      isFolder = statSync(absolute).isDirectory();
    } catch {
      throw new UsageError(`${given}: there is no such file or folder`);
    }
    if (!isFolder) files.add(absolute);
    else for (const file of sourcesIn(absolute, [`**/*${suffix}.*`])) files.add(file);
  }
  return [...files].sort();
}

/** A file, and a place in it: `src/score.ts:12:5`. */
export interface Place {
  /** Absolute path. */
  readonly file: string;
  readonly line: number | null;
  readonly column: number | null;
}

export function parsePlace(text: string): Place {
  const match = /^(.*?)(?::(\d+))?(?::(\d+))?$/.exec(text)!;
  const file = path.resolve(match[1]!);
  try {
    if (!statSync(file).isFile()) throw new UsageError(`${match[1]!}: not a file`);
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(`${match[1]!}: there is no such file`);
  }
  return { file, line: match[2] ? Number(match[2]) : null, column: match[3] ? Number(match[3]) : null };
}

/** A path as it is shown: relative to the current directory. */
export function shown(file: string): string {
  return path.relative(process.cwd(), file) || file;
}
