import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { busy, mapped, once } from './samples.js';
import { leftovers, prepare, removePrograms } from './timed.js';

const root = path.resolve(import.meta.dirname, '../../..');

afterEach(() => {
  removePrograms();
  expect(leftovers()).toEqual([]);
});

describe('timeLoop reaches the loop', () => {
  it('runs CommonJS, with the helpers of the enclosing function', async () => {
    const report = await prepare({
      file: 'main.cjs',
      text: `'use strict';
const { createHash } = require('node:crypto');
function main(words, width) {
  const pad = (text) => text.padEnd(width, fill);
  function hash(text) { return createHash('sha1').update(pad(text)).digest('hex'); }
  const fill = '.';
  const found = new Map();
  /*[*/words.forEach((word, index) => {
    found.set(word, hash(word) + index);
  });/*]*/
  return found;
}
if (require.main === module) main(process.argv.slice(2), 9);
`,
      parallel: `for (const [index, word] of words.entries()) {
    found.set(word, hash(word) + index);
  }`,
      facts: once,
    }).run({ entry: 'node --no-warnings main.cjs "a b" c' });
    expect(report.difference).toBeNull();
  });

  it('runs TypeScript through tsx, reaching the loop from another program', async () => {
    const timed = prepare({
      ...mapped,
      file: 'src/lib.ts',
      text: `enum Mode { Half = 2 }
import { scale } from './scale.js';
${busy.replace('(x)', '(x: number): number')}
export function all(xs: readonly number[]): number[] {
  return /*[*/xs.map((x): number => busy(x) * Mode.Half * scale)/*]*/;
}
`,
      parallel: `xs.map((x): number => scale * busy(x) * 2)`,
      imports: '',
      files: {
        'src/scale.ts': `export const scale: number = 0.5;`,
        'program.ts': `import { all } from './src/lib.js';\nif (process.argv[2] === 'go') console.log(all([1, 2]));`,
      },
    });
    const inRoot = { cwd: root };
    const program = path.join(timed.folder, 'program.ts');
    expect((await timed.run({ ...inRoot, entry: `tsx ${program} go` })).difference).toBeNull();
    await expect(timed.run({ ...inRoot, entry: `tsx ${program} stop` })).rejects.toThrow(
      /program.ts stop ended without reaching the loop/,
    );
    await expect(timed.run(inRoot)).rejects.toThrow(
      /lib.ts by itself does not reach the loop at .*lib.ts:5. Name the program that does, --entry/,
    );
  });
});
