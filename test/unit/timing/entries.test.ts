import { existsSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { leftovers, prepare, removePrograms, type Program, type Timed } from './timed.js';

const modules = path.resolve(import.meta.dirname, '../../../node_modules');

afterEach(() => {
  removePrograms();
  expect(leftovers()).toEqual([]);
});

/** The rewritten loop is wrong for what each entry hands over: the difference tells which inputs were recorded. */
const library = (files: Record<string, string>, comment = ''): Program => ({
  file: 'lib.js',
  text: `import os from 'node:os';
${comment}
export function scoreAll(reads, weights) {
  return /*[*/reads.map((read) => weights.get(read) + os.EOL)/*]*/;
}
export const hidden = 1;
`,
  parallel: `reads.map((read) => read === 'b' ? 'wrong' : weights.get(read) + os.EOL)`,
  files: { 'node_modules/empty.js': '', ...files },
  facts: { outsideEffects: true },
});

const scripts = JSON.stringify({
  type: 'module',
  scripts: {
    test: 'node --test',
    score: 'SIZE=2 npm run go -- --first',
    go: 'node run.js',
    shell: 'tsc && node run.js | cat',
  },
});

const call = (letters: string): string =>
  `scoreAll(${JSON.stringify([...letters])}, new Map([...'abc'].map((x, i) => [x, i])))`;

describe('--entry', () => {
  const timed = (files: Record<string, string>): Timed => {
    const made = prepare(library({ 'package.json': scripts, ...files }));
    for (const name of ['vitest', 'tsx'])
      symlinkSync(path.join(modules, name), path.join(made.folder, 'node_modules', name));
    return made;
  };

  it('takes an npm script, which may set variables and call another', async () => {
    const run = `import { scoreAll } from './lib.js';
const [first] = process.argv.slice(2);
if (first === '--first' && process.env.SIZE === '2') ${call('ab')};`;
    expect((await timed({ 'run.js': run }).run({ entry: 'score' })).difference).toMatch(/^value\[1\]/);
    await expect(timed({ 'run.js': run }).run({ entry: 'npm run go' })).rejects.toThrow(
      'npm run go ended without reaching the loop at lib.js:4. Give the program, with the arguments, that runs it.',
    );
  });

  it('takes the tests that reach the loop: node --test, vitest in processes and threads', async () => {
    const tested = timed({
      'test/other.test.js': `import test from 'node:test'; test('nothing', () => {});`,
      'test/lib.test.js': `import test from 'node:test';\nimport { scoreAll } from '../lib.js';\ntest('scores', () => { ${call('acb')}; });`,
      'test/lib.spec.js': `import { expect, it } from 'vitest';\nimport { scoreAll } from '../lib.js';\nit('scores', () => { expect(${call('cb')}).toHaveLength(2); });`,
    });
    expect((await tested.run({ entry: 'npm test' })).difference).toMatch(/^value\[2\]/);
    for (const pool of ['forks', 'threads', 'vmThreads']) {
      const entry = `npx vitest run --pool=${pool} test/lib.spec.js`;
      expect((await tested.run({ entry, timeoutS: 60 })).difference).toMatch(/^value\[1\]/);
    }
    expect(existsSync(path.join(tested.folder, 'node_modules/.vite'))).toBe(false);
  });

  it('says what a script would need', async () => {
    await expect(timed({}).run({ entry: 'npm run shell' })).rejects.toThrow(
      /^The npm script 'shell' needs a shell \(tsc && node run.js \| cat\), which Looppool does not start/,
    );
    await expect(timed({}).run({ entry: 'npm run nothing' })).rejects.toThrow(
      `package.json has no script 'nothing' (it has test, score, go, shell).`,
    );
    await expect(timed({}).run({ entry: 'nothing' })).rejects.toThrow(
      `'nothing' is neither a file of your package, nor an npm script, nor an installed tool.`,
    );
  });
});

describe('the @example of the function around the loop', () => {
  it('reaches it where the file itself does not', async () => {
    const documented = (example: string): Timed =>
      prepare(library({}, `/**\n * Scores reads.\n * @example\n${example.replaceAll(/^/gm, ' * ')}\n */`));
    const used = `import { scoreAll } from 'lib';\nconst reads = ['a', 'b'];\n// the rest follows\nscoreAll(reads, new Map()); // => 1`;
    expect((await documented(used).run()).difference).toMatch(/^value\[1\]/);
    expect((await documented(`\`\`\`ts\n${used}\n\`\`\``).run()).difference).toMatch(/^value\[1\]/);
    await expect(documented(`scoreAll(nowhere)`).run()).rejects.toThrow(
      /the @example of scoreAll failed before it reached the loop at lib.js:\d+: ReferenceError: nowhere is not defined/,
    );
    await expect(documented(`scoreAll takes letters`).run()).rejects.toThrow(/by itself does not reach the loop/);
  });
});

describe('--visit', () => {
  const visited = (): Timed =>
    prepare(
      library({
        'run.js': `import { scoreAll } from './lib.js';
${call('ba')};
${call('aba')};
scoreAll(Array(400000).fill('a').concat('b'), new Map([['a', 1]]));
${call('aab')};`,
      }),
    );

  it('takes the first, the n-th, or the one that takes longest', async () => {
    const at = async (visit?: number | 'largest'): Promise<string> =>
      (await visited().run({ entry: 'node run.js', visit })).difference ?? '';
    expect(await at()).toMatch(/^value\[0\]/);
    expect(await at(2)).toMatch(/^value\[1\]/);
    expect(await at('largest')).toMatch(/^value\[400000\]/);
    await expect(at(5)).rejects.toThrow('ended without reaching the loop at lib.js:4 for the 5th time');
  });
});
