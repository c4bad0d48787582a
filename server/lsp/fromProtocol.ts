/** Names and places of the protocol in ours. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { URI } from 'vscode-uri';

const EXTENSIONS: Readonly<Record<string, string>> = {
  typescript: '.ts',
  typescriptreact: '.tsx',
  javascript: '.js',
  javascriptreact: '.jsx',
};
const SOURCE = /\.[cm]?[jt]sx?$/;

/**
 * The file that a document stands for; null for what is no program text of ours. A document that was never saved
 * stands for a file that is not there, in `folder`.
 */
export function toFile(uri: string, languageId: string | null, folder: string): string | null {
  let parsed: URI;
  try {
    parsed = URI.parse(uri, true);
  } catch {
    return null;
  }
  if (languageId !== null && !(languageId in EXTENSIONS)) return null;
  if (parsed.scheme === 'file') {
    const file = path.normalize(parsed.fsPath);
    return SOURCE.test(file) && !file.includes('\0') ? file : null;
  }
  if (parsed.scheme !== 'untitled' || languageId === null) return null;
  const id = createHash('sha256').update(uri).digest('hex').slice(0, 12);
  return path.join(folder, `untitled-${id}${EXTENSIONS[languageId]!}`);
}

/** The path of a folder that the editor has open; null where it is not on this machine's disk. */
export function toFolder(uri: string): string | null {
  try {
    const parsed = URI.parse(uri, true);
    return parsed.scheme === 'file' ? path.normalize(parsed.fsPath) : null;
  } catch {
    return null;
  }
}
