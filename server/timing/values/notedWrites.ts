/**
 * What a loop writes to files, noted call by call, so that two versions of it can be compared: the names and what was handed over,
 * not what lies on the disk afterwards. It is watched during the first calls only, and never while times are taken.
 *
 * Not noted: what other processes write, and streams and file handles that are open already.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { FILE_WRITERS } from '../../fileWriters.js';

/** One call of a function that changes files. */
export interface Write {
  readonly call: string;
  /** What it was given: paths, data, options; no callbacks. */
  readonly given: readonly unknown[];
}

type Anything = (this: unknown, ...given: unknown[]) => unknown;

/** Bytes of one piece of data that are kept as they are. */
const KEPT_BYTES = 64 * 1024;

let noted: Write[] | null = null;
/** Calls of one function by another are not noted. */
let depth = 0;
/** Folders of this run with a name by chance: it stands for itself no longer. */
const byChance: string[] = [];
const undo: (() => void)[] = [];

/** Puts a note before every function that changes files, wherever it is imported from then on, or has been with `import`. */
export function watchWrites(): void {
  for (const name of FILE_WRITERS) {
    wrap(fs, `${name}Sync`);
    wrap(fs, name);
    wrap(fs.promises, name);
  }
  syncBuiltinESMExports();
}

/** The functions are Node's own again. */
export function unwatchWrites(): void {
  for (const restore of undo.splice(0)) restore();
  syncBuiltinESMExports();
}

/** From now on calls are noted. */
export function noteWrites(): void {
  noted = [];
  byChance.length = 0;
}

/** What has been noted since; nothing is noted any more. */
export function takeWrites(): readonly Write[] {
  const taken = noted ?? [];
  noted = null;
  return taken;
}

function wrap(holder: object, name: string): void {
  const functions = holder as Record<string, Anything>;
  const original = functions[name];
  if (typeof original !== 'function') return;
  functions[name] = Object.assign(function (this: unknown, ...given: unknown[]): unknown {
    if (noted === null || depth > 0) return original.apply(this, given);
    noted.push({ call: name, given: given.filter((one) => typeof one !== 'function').map(asNoted) });
    depth++;
    try {
      const result = original.apply(this, given);
      if (name.startsWith('mkdtemp')) keepChance(result);
      return result;
    } finally {
      depth--;
    }
  }, original);
  undo.push(() => (functions[name] = original));
}

function keepChance(made: unknown): void {
  if (typeof made === 'string') byChance.push(made);
  else if (made instanceof Promise) made.then(keepChance, () => undefined);
}

function asNoted(given: unknown): unknown {
  if (typeof given === 'string') {
    const chance = byChance.findIndex((folder) => given.startsWith(folder));
    const text = chance < 0 ? given : `<new folder ${chance + 1}>${given.slice(byChance[chance]!.length)}`;
    return text.length > KEPT_BYTES ? digestOf(text, text.length, 'characters') : text;
  }
  if (given instanceof URL) return given.href;
  if (ArrayBuffer.isView(given)) {
    const bytes = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
    return bytes.byteLength > KEPT_BYTES ? digestOf(bytes, bytes.byteLength, 'bytes') : bytes.toString('latin1');
  }
  if (typeof given !== 'object' || given === null) return given;
  try {
    return structuredClone(given);
  } catch {
    return 'something that cannot be copied'; // options with a signal, a stream
  }
}

function digestOf(data: string | Buffer, size: number, unit: string): string {
  return `${size} ${unit}, sha256 ${createHash('sha256').update(data).digest('hex').slice(0, 16)}`;
}
