/** The examples of `runtime/README.md` do what they say. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root, runProgram } from './program.js';

const readme = readFileSync(join(root, 'runtime', 'README.md'), 'utf8');

/** The JavaScript blocks before the part on bundles, which `npm run test:full` runs. */
const examples = [...(readme.split('### In a bundle')[0] ?? '').matchAll(/^```js\n([\s\S]*?)^```$/gm)].map(
  ([, code]) => code ?? '',
);

function example(part: string): string {
  const found = examples.filter((code) => code.includes(part));
  if (found.length !== 1) throw new Error(`${found.length} examples with ${part}`);
  return found[0] ?? '';
}

describe('the README of the package', () => {
  it('has no example that is not run here', () => {
    expect(examples).toHaveLength(4);
  });

  it('turns a loop into a pool with the modules of “Usage”', async () => {
    const finished = await runProgram({
      files: {
        'align.js': 'export const align = (reference, read) => ({ score: read.name.length + reference.length });',
        'score.tasks.js': example('// score.tasks.js'),
        'score.js': example('// score.js').replace(
          'const scores',
          `const reference = 'ACGT';
           const limit = 7;
           const reads = ['a', 'bb', 'ccc', 'dddd', 'eeeee'].map((name) => ({ name }));
           const scores`,
        ),
        'main.js': "import './score.js'; console.log('done');",
      },
      entry: 'main.js',
      env: { LOOPPOOL_INLINE: 'never' },
    });
    expect(finished.stderr).toBe('');
    expect(finished.stdout).toBe('a 5\nbb 6\nccc 7\ndddd 8\ndone\n');
    expect(finished.stats?.calls.map((call) => call['task'])).toEqual(['alignRead', 'alignRead']);
    expect(finished.stats?.calls[0]).toMatchObject({ items: 5, itemsInWorkers: 5 });
  });

  it('fetches many pages at once, and reads lines as they come', async () => {
    const finished = await runProgram({
      files: {
        'reads.txt': 'ACGT\nAC\nA\n',
        'stream.tasks.js': `import { task } from 'looppool';
          let running = 0;
          export const fetchPage = task(import.meta.url, 'fetchPage', async (url) => {
            running += 1;
            await new Promise((resolve) => setTimeout(resolve, 5));
            const most = running;
            await new Promise((resolve) => setTimeout(resolve, 5));
            running -= 1;
            return [url, most];
          }, { pure: true });
          export const scoreLine = task(import.meta.url, 'scoreLine', (line) => line.length, { pure: true });`,
        'main.js': `import { createReadStream } from 'node:fs';
          import { createInterface } from 'node:readline';
          import { pool } from 'looppool';
          import { fetchPage, scoreLine } from './stream.tasks.js';
          const urls = Array.from({ length: 20 }, (_, i) => '/' + i);
          ${example('fetchPage')}
          console.log(pages.map(([url]) => url).join() === urls.join(), Math.max(...pages.map(([, most]) => most)));
          let total = 0;
          ${example('scoreLine')}
          console.log(total);`,
      },
      entry: 'main.js',
    });
    expect(finished.stderr).toBe('');
    expect(finished.stdout).toBe('true 8\n7\n');
  });
});
