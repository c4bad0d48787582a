import path from 'node:path';
import { files, fingerprint, limit } from './hashFiles.js';
import { timeByHand } from './timeByHand.mjs';

timeByHand(() => {
  const seen = new Map();
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
  return total;
});
