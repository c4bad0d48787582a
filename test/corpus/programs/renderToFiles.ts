import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const SCALE = Number(process.env.SCALE ?? '1');
const file = path.join(mkdtempSync(path.join(tmpdir(), 'corpus-')), 'out.html');

function render(n: number): string {
  let html = '';
  for (let k = 0; k < 40 * SCALE; k++) html = `<li data-k="${k}">${(n * k) % 97}</li>` + html.slice(0, 40);
  return html;
}

// @loop
for (const n of [5, 8, 13, 21, 34, 55]) {
  appendFileSync(file, `<ul>${render(n)}</ul>\n`);
}
console.log(readFileSync(file, 'utf8'));
rmSync(path.dirname(file), { recursive: true });
