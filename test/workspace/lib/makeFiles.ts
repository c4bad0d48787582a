import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { seededRandom } from './random.js';

/** Writes small text files into a folder, every sixth a copy of an earlier one; returns their paths. */
export function makeFiles(folder: string, count: number): string[] {
  mkdirSync(folder, { recursive: true });
  const words = ['alpha', 'beta', 'gamma', 'delta', 'epsilon', 'zeta', 'eta', 'theta'];
  const files: string[] = [];
  for (let i = 0; i < count; i++) {
    const random = seededRandom(i % 6 === 5 ? i - 3 : i);
    let text = '';
    for (let word = 0; word < 400; word++) {
      text += `${words[Math.floor(random() * words.length)]} `;
    }
    const file = path.join(folder, `note-${String(i).padStart(2, '0')}.txt`);
    writeFileSync(file, text);
    files.push(file);
  }
  return files;
}
