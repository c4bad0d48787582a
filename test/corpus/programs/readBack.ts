import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const SCALE = Number(process.env.SCALE ?? '1');
const file = path.join(mkdtempSync(path.join(tmpdir(), 'corpus-')), 'state.txt');
writeFileSync(file, '1');

function step(x: number): number {
  for (let k = 0; k < 200 * SCALE; k++) x = (x * 48271 + k) % 2147483647;
  return x;
}

// @loop
for (let i = 0; i < 12; i++) {
  const state = Number(readFileSync(file, 'utf8'));
  writeFileSync(file, String(step(state + i)));
}
console.log(readFileSync(file, 'utf8'));
rmSync(path.dirname(file), { recursive: true });
