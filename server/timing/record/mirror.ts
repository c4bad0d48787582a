/**
 * A copy of the user's package under a folder of our own, in which files may be changed: sources are copied, everything else
 * is linked. It stands under the full path of the original, so that folders above, with their `node_modules`, are
 * where they were, and a path within it becomes the user's path again by cutting off its beginning.
 */
import {
  copyFileSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { TimingError } from '../timingError.js';

/** Files that may be loaded as part of the program, and those that say how. */
const SOURCE = /\.(?:[cm]?[jt]sx?|json)$/;
const DATA_JSON_BYTES = 1e6;
const MAX_ENTRIES = 50_000;
const MAX_BYTES = 256e6;
/** A folder with so many files and no source among them is linked as a whole. */
const DATA_FOLDER_FILES = 500;
/** What tools write into `node_modules` stays theirs. */
const CACHES = new Set(['.cache', '.vite', '.vite-temp', '.vitest']);

export class Mirror {
  /** Beginning of all paths in the mirror. */
  readonly folder: string;
  /** The folder that is mirrored. */
  readonly root: string;

  constructor(folder: string, root: string) {
    this.folder = folder;
    this.root = root;
  }

  /** Where a file of the package lies in the mirror. */
  at(original: string): string {
    return path.join(this.folder, path.relative(path.parse(original).root, original));
  }

  has(original: string): boolean {
    const relative = path.relative(this.root, original);
    return relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
  }

  /** Writes a file of the package in the mirror, never through a link. */
  write(original: string, text: string): void {
    mkdirSync(path.dirname(this.at(original)), { recursive: true });
    writeFileSync(this.at(original), text);
  }

  /** A second mirror, with what the program has written to the first. */
  copyTo(folder: string): Mirror {
    cpSync(this.folder, folder, { recursive: true, verbatimSymlinks: true });
    return new Mirror(folder, this.root);
  }

  /** The copy of the tsconfig.json that counts in `cwd`, or null where there is none or it lies outside. */
  compilerSettings(cwd: string): string | null {
    for (let folder = cwd; ; folder = path.dirname(folder)) {
      const settings = path.join(folder, 'tsconfig.json');
      if (existsSync(settings)) return existsSync(this.at(settings)) ? this.at(settings) : null;
      if (path.dirname(folder) === folder) return null;
    }
  }

  /** Text in which paths of the mirror are the user's again. */
  clean(text: string): string {
    return text.replaceAll(`file://${this.folder}`, '').replaceAll(this.folder, '');
  }
}

/** Mirrors the package at `root`; `runtimeDir` becomes its `looppool` when it has none. */
export function makeMirror(folder: string, root: string, runtimeDir: string): Mirror {
  const mirror = new Mirror(folder, root);
  const size = { entries: 0, bytes: 0 };
  mkdirSync(mirror.at(root), { recursive: true });
  // Whatever lies above the temporary folder is not part of the program.
  writeFileSync(path.join(folder, 'package.json'), '{}');
  copyFolder(mirror, root, size);
  linkModules(mirror, runtimeDir);
  return mirror;
}

/** The folder of the nearest package.json that holds all the files, or the folder they have in common. */
export function packageFolder(files: readonly string[]): string {
  let folder = path.dirname(files[0]!);
  const holdsAll = (): boolean =>
    files.every(
      (file) => !path.relative(folder, file).startsWith('..') && !path.isAbsolute(path.relative(folder, file)),
    );
  while (!holdsAll() && path.dirname(folder) !== folder) folder = path.dirname(folder);
  for (let above = folder; ; above = path.dirname(above)) {
    if (existsSync(path.join(above, 'package.json'))) return above;
    if (path.dirname(above) === above) return folder;
  }
}

function copyFolder(mirror: Mirror, folder: string, size: { entries: number; bytes: number }): void {
  const entries = readdirSync(folder, { withFileTypes: true });
  size.entries += entries.length;
  if (size.entries > MAX_ENTRIES) {
    throw new TimingError(
      `${mirror.root} holds more than ${MAX_ENTRIES.toLocaleString('en')} files, too many to time a loop of it. Put a package.json into the folder of the program.`,
    );
  }
  for (const entry of entries) {
    const original = path.join(folder, entry.name);
    const copy = mirror.at(original);
    if (entry.name === '.git' || (entry.name === 'node_modules' && folder === mirror.root)) continue;
    if (entry.isSymbolicLink()) {
      linkAgain(mirror, original, copy);
    } else if (entry.isDirectory()) {
      if (entry.name === 'node_modules' || entry.name.startsWith('.') || isDataFolder(original)) {
        link(original, copy);
      } else {
        mkdirSync(copy);
        copyFolder(mirror, original, size);
      }
    } else if (entry.isFile()) {
      if (!SOURCE.test(entry.name) || (entry.name.endsWith('.json') && statSync(original).size > DATA_JSON_BYTES)) {
        link(original, copy);
        continue;
      }
      size.bytes += statSync(original).size;
      if (size.bytes > MAX_BYTES) {
        throw new TimingError(
          `${mirror.root} holds more than ${MAX_BYTES / 1e6} MB of source files, too much to time a loop of it.`,
        );
      }
      copyFileSync(original, copy);
    }
  }
}

function isDataFolder(folder: string): boolean {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.length > DATA_FOLDER_FILES && !entries.some((entry) => entry.isDirectory() || SOURCE.test(entry.name));
}

/** Every `node_modules` from the package up, and `looppool` in the nearest when none has it. */
function linkModules(mirror: Mirror, runtimeDir: string): void {
  let hasRuntime = false;
  for (let folder = mirror.root; ; folder = path.dirname(folder)) {
    const modules = path.join(folder, 'node_modules');
    hasRuntime ||= existsSync(path.join(modules, 'looppool', 'package.json'));
    if (folder === mirror.root) linkEntries(mirror, modules);
    else if (existsSync(modules)) {
      mkdirSync(mirror.at(folder), { recursive: true });
      link(modules, mirror.at(modules));
      copyCompilerSettings(mirror, folder);
    } else copyCompilerSettings(mirror, folder);
    if (path.dirname(folder) === folder) break;
  }
  if (!hasRuntime) link(realpathSync(runtimeDir), mirror.at(path.join(mirror.root, 'node_modules', 'looppool')));
}

/** `node_modules` itself is a folder of its own, so that packages linked to folders of this very package lead into the mirror. */
function linkEntries(mirror: Mirror, modules: string): void {
  mkdirSync(mirror.at(modules), { recursive: true });
  if (!existsSync(modules)) return;
  for (const name of readdirSync(modules)) {
    if (CACHES.has(name)) continue;
    const original = path.join(modules, name);
    if (name.startsWith('@') && lstatSync(original).isDirectory()) linkEntries(mirror, original);
    else linkAgain(mirror, original, mirror.at(original));
  }
}

/** tsconfig files of the folders above, which those of the package may extend. */
function copyCompilerSettings(mirror: Mirror, folder: string): void {
  for (const name of readdirSync(folder)) {
    if (!/^tsconfig.*\.json$/.test(name)) continue;
    mkdirSync(mirror.at(folder), { recursive: true });
    writeFileSync(mirror.at(path.join(folder, name)), readFileSync(path.join(folder, name)));
  }
}

/** A link to what `original` leads to, in the mirror where that is mirrored. */
function linkAgain(mirror: Mirror, original: string, copy: string): void {
  if (!existsSync(original)) return;
  const target = realpathSync(original);
  const within = mirror.has(target) && !path.relative(mirror.root, target).split(path.sep).includes('node_modules');
  link(within ? path.relative(path.dirname(copy), mirror.at(target)) : target, copy, statSync(original).isDirectory());
}

function link(target: string, copy: string, isFolder = statSync(target).isDirectory()): void {
  try {
    symlinkSync(target, copy, isFolder ? (process.platform === 'win32' ? 'junction' : 'dir') : 'file');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM' || isFolder) throw error;
    copyFileSync(target, copy); // Windows keeps links to files for administrators
  }
}
