import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const SCALE = Number(process.env.SCALE ?? '1');
const folder = mkdtempSync(path.join(tmpdir(), 'corpus-'));
const files = ['a.txt', 'b.txt', 'c.txt', 'd.txt', 'e.txt'];
for (const file of files) writeFileSync(path.join(folder, file), file.repeat(2000 * SCALE));
// @loop
for (const file of files) {
  const content = readFileSync(path.join(folder, file));
  let digest = createHash('sha256').update(content).digest('hex');
  for (let round = 0; round < 10 * SCALE; round++) digest = createHash('sha256').update(digest).update(content).digest('hex');
  console.log(file, digest);
}
rmSync(folder, { recursive: true });
