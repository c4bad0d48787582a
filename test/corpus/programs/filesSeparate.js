import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { slowHash } from './lib/hash.js';

const folder = mkdtempSync(join(tmpdir(), 'corpus-'));
const chapters = Array.from({ length: 12 }, (_, i) => ({ name: `chapter-${i}`, paragraphs: Array.from({ length: 4 }, (_, p) => `paragraph ${p} of ${i}`) }));
// @loop
chapters.forEach(({ name, paragraphs }, i) => {
  const body = paragraphs.map((text) => `<p id="${slowHash(text) % 9973}">${text}</p>`).join('');
  writeFileSync(join(folder, `${String(i).padStart(2, '0')}-${name}.html`), `<h1>${name}</h1>${body}`);
});
for (const file of readdirSync(folder).sort()) console.log(file, readFileSync(join(folder, file), 'utf8'));
rmSync(folder, { recursive: true });
