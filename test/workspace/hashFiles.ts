// Looks for files with the same content, until enough different ones are found.

import { scryptSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeFiles } from './lib/makeFiles.js';

/** A slow hash, so that nobody guesses a short text from its fingerprint. */
function fingerprint(file: string): { hash: string; size: number } {
  const content = readFileSync(file);
  return { hash: scryptSync(content, 'looppool', 16).toString('hex'), size: content.length };
}

const folder = fileURLToPath(new URL('data/notes', import.meta.url));
const files = makeFiles(folder, 40);

const limit = 24;
const seen = new Map<string, string>();
let total = 0;
for (const file of files) {
  const { hash, size } = fingerprint(file);
  const name = path.basename(file);
  const twin = seen.get(hash);
  if (twin !== undefined) {
    console.log(`${name} ${hash} the same as ${twin}`);
    continue;
  }
  console.log(`${name} ${hash}`);
  seen.set(hash, name);
  total += size;
  if (seen.size >= limit) break;
}

console.log(`${seen.size} different files, ${total} bytes`);
