import { getLibFiles } from '@ts-morph/common';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Declarations that come with this program; the folder need not be on disk. */
const FOLDER = '/node_modules/typescript/';
const LIBRARY = `${FOLDER}lib/`;
const PACKAGES = `${FOLDER}node_modules/`;

/** Node's declarations, for projects that have none of their own: much plain JavaScript has not. */
export const NODE_TYPES = `${PACKAGES}@types/node/index.d.ts`;

let texts: ReadonlyMap<string, string> | undefined;
let folders: ReadonlySet<string> | undefined;

export const isShipped = (file: string): boolean => file.startsWith(FOLDER);

/** Absolute name of one of the language's own declarations: `lib.es2023.full.d.ts`. */
export const libraryFile = (name: string): string => LIBRARY + name;

/** @param file absolute path; undefined where this program brings no such file */
export function shippedText(file: string): string | undefined {
  texts ??= readTexts();
  return texts.get(file);
}

export function shipsFolder(folder: string): boolean {
  if (!`${folder}/`.startsWith(FOLDER)) return false;
  texts ??= readTexts();
  folders ??= new Set([...texts.keys()].flatMap(foldersAbove));
  return folders.has(folder);
}

function foldersAbove(file: string): string[] {
  const above = path.posix.dirname(file);
  return above === '/' ? [] : [above, ...foldersAbove(above)];
}

function readTexts(): Map<string, string> {
  const read = new Map(getLibFiles().map(({ fileName, text }) => [LIBRARY + fileName, text]));
  for (const [name, text] of Object.entries(nodeTypes())) read.set(PACKAGES + name, text);
  return read;
}

/** By name below `node_modules`: the build puts them into one file, beside the bundle. */
function nodeTypes(): Readonly<Record<string, string>> {
  const packed = ['nodeTypes.json', '../dist/nodeTypes.json']
    .map((name) => fileURLToPath(new URL(name, import.meta.url)))
    .find((file) => existsSync(file));
  return packed ? (JSON.parse(readFileSync(packed, 'utf8')) as Record<string, string>) : {};
}
