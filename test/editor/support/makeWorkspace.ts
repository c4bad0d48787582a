/** The workspace that the tests open: two folders, each with a tsconfig of its own. */
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../../support/project.js';

/** A function that takes its time, so that a loop over it is worth a thread. */
const SLOW = `export function slow(n: number): number {
  let h = n;
  for (let k = 0; k < 100000; k++) h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
  return h;
}
`;

const SECOND: Readonly<Record<string, string>> = {
  'package.json': '{ "name": "second", "private": true, "type": "module" }',
  'tsconfig.json':
    '{ "compilerOptions": { "module": "nodenext", "strict": true, "jsx": "preserve", "noEmit": true, "types": [] } }',
  'slow.ts': SLOW,
  'light.ts': `export function lengths(words: string[]): number[] {
  return words.map((word) => word.length * 2);
}
`,
  'two.ts': `import { slow } from './slow.js';
export const first = (ns: number[]): number[] => ns.map((n) => slow(n));
export const second = (ms: number[]): number[] => ms.map((m) => slow(m + 1));
`,
  'crlf.ts': `import { slow } from './slow.js';
export function all(numbers: number[]): number[] {
  return numbers.map((n) => slow(n));
}
`.replaceAll('\n', '\r\n'),
  'view.tsx': `import { slow } from './slow.js';
declare global {
  namespace JSX {
    interface IntrinsicElements {
      p: { children?: unknown };
    }
  }
}
export function View({ rows }: { rows: number[] }): unknown {
  const values = rows.map((row) => slow(row));
  return <p>{values.join(', ')}</p>;
}
`,
};

/** Copies the example programs to a folder, without what they have made. */
export function copyExamples(folder: string): void {
  const made = path.join(root, 'test/workspace/data');
  cpSync(path.join(root, 'test/workspace'), folder, { recursive: true, filter: (file) => file !== made });
}

/** Makes a workspace of two folders in `folder`; returns the path of its `.code-workspace` file. */
export function makeWorkspace(folder: string): string {
  copyExamples(path.join(folder, 'examples'));
  mkdirSync(path.join(folder, 'second'));
  for (const [name, text] of Object.entries(SECOND)) writeFileSync(path.join(folder, 'second', name), text);
  const file = path.join(folder, 'all.code-workspace');
  writeFileSync(file, JSON.stringify({ folders: [{ path: 'examples' }, { path: 'second' }] }));
  return file;
}
