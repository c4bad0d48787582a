import path from 'node:path';
import { globSync } from 'tinyglobby';

const SOURCES = '*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}';
const IGNORED = [
  '**/node_modules/**',
  '**/.git/**',
  '**/dist/**',
  '**/build/**',
  '**/out/**',
  '**/coverage/**',
  '**/vendor/**',
  '**/*.d.{ts,mts,cts}',
  '**/*.min.js',
];

/**
 * The source files of a folder, absolute; links are not followed.
 *
 * @param ignored more patterns of files that do not count
 * @param deep whether folders below count, too
 */
export function sourcesIn(folder: string, ignored: readonly string[] = [], deep = true): string[] {
  return globSync(deep ? `**/${SOURCES}` : SOURCES, {
    cwd: folder,
    ignore: [...IGNORED, ...ignored],
    absolute: true,
    followSymbolicLinks: false,
  }).map((file) => path.normalize(file));
}
