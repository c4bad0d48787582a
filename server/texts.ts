import { readFileSync, statSync } from 'node:fs';
import type { SourceSnapshot } from './model.js';

/** Longer files are data or bundles, and would hold up everything else; declarations are only looked up. */
const MAX_BYTES = 1e6;
const MAX_DECLARATION_BYTES = 20e6;

const isTooLong = (file: string, size: number): boolean =>
  size > (/\.(?:d\.[cm]?ts|json)$/.test(file) ? MAX_DECLARATION_BYTES : MAX_BYTES);

/** The texts that analysis sees: those of open documents, and of files as they are on disk. */
export interface Texts {
  /** The text of an open document, or of a file; null where there is none that can be read. */
  read(file: string): SourceSnapshot | null;
  /** Whether `read` would find a text. Reads nothing. */
  exists(this: void, file: string): boolean;
  /** Changes whenever the text does. */
  stampOf(file: string): string;
  /** Puts a text in the place of what is on disk. */
  overlay(this: void, file: string, text: string, version: number): void;
  /** What is on disk counts again. */
  uncover(this: void, file: string): void;
  /** Looks at the disk again from now on: at one file, or at all. */
  refresh(file?: string): void;
  /** Changes whenever a text may have. */
  readonly edition: number;
}

interface OnDisk {
  readonly stamp: string;
  text: string | null;
}

const NOTHING: OnDisk = { stamp: '', text: null };

export function createTexts(): Texts {
  const overlays = new Map<string, SourceSnapshot & { readonly stamp: string }>();
  const onDisk = new Map<string, OnDisk>();
  /** Entries that were looked at since the last `refresh`. */
  const fresh = new Set<string>();
  let serial = 0;
  let edition = 0;

  const look = (file: string): OnDisk => {
    const known = onDisk.get(file);
    if (known && fresh.has(file)) return known;
    const stamp = stampOnDisk(file);
    const entry = stamp === '' ? NOTHING : known?.stamp === stamp ? known : { stamp, text: null };
    onDisk.set(file, entry);
    fresh.add(file);
    return entry;
  };

  return {
    read(file) {
      const open = overlays.get(file);
      if (open) return isTooLong(file, open.text.length) ? null : open;
      const entry = look(file);
      if (entry === NOTHING) return null;
      try {
        entry.text ??= readFileSync(file, 'utf8');
      } catch {
        return null;
      }
      return { file, text: entry.text, version: 0 };
    },
    exists(file) {
      const open = overlays.get(file);
      return open ? !isTooLong(file, open.text.length) : look(file) !== NOTHING;
    },
    stampOf: (file) => overlays.get(file)?.stamp ?? look(file).stamp,
    overlay(file, text, version) {
      const before = overlays.get(file);
      const stamp = before?.text === text ? before.stamp : `open ${++serial}`;
      if (stamp !== before?.stamp) edition++;
      overlays.set(file, { file, text, version, stamp });
    },
    uncover(file) {
      if (overlays.delete(file)) edition++;
    },
    refresh(file) {
      if (file === undefined) {
        fresh.clear();
        edition++;
      } else if (fresh.delete(file)) {
        const before = onDisk.get(file)?.stamp;
        if (look(file).stamp !== before) edition++;
      }
    },
    get edition() {
      return edition;
    },
  };
}

/** Empty for whatever is no ordinary file: a folder, a pipe or a device, which may never end, or nothing at all. */
function stampOnDisk(file: string): string {
  try {
    const stats = statSync(file);
    return stats.isFile() && !isTooLong(file, stats.size) ? `disk ${stats.mtimeMs} ${stats.size} ${stats.ino}` : '';
  } catch {
    return '';
  }
}
