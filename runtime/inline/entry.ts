import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

let entry: string | null | undefined;

/** Whether a module, given by URL or path, is the program that this process runs. */
export function isEntry(url: string): boolean {
  if (entry === undefined) entry = realPath(process.argv[1]);
  return entry !== null && realPath(url.startsWith('file:') ? withoutQuery(url) : url) === entry;
}

function withoutQuery(url: string): string {
  const plain = new URL(url);
  plain.search = plain.hash = '';
  return fileURLToPath(plain);
}

function realPath(path: string | undefined): string | null {
  if (path === undefined || path === '') return null;
  try {
    // `node dir` and `node file` without the extension name their module the way `require` does.
    return realpathSync(createRequire(`${process.cwd()}/`).resolve(path));
  } catch {
    return path;
  }
}
