/** What is proposed when the user is asked which command runs a loop. */
import { expect, it } from 'vitest';
import { entryChoices, testsOf } from '../../../extension/entryChoices.js';
import { splitWords } from '../../../server/timing/process/splitWords.js';

const manifest = JSON.stringify({
  scripts: {
    start: 'x',
    test: 'x',
    'bench:large': 'x',
    'my run': 'x',
    build: 'x',
    'build:watch': 'x',
    lint: 'x',
    pretest: 'x',
  },
  devDependencies: { jest: '1' },
});

it('proposes what was chosen before, the tests of the file, and scripts that run something', () => {
  const tests = ['test/score.test.ts', 'test/a b/score.spec.ts'];
  const before = ['node main.js', 'npm test'];
  expect(entryChoices({ manifest, file: 'src/score.ts', tests, before })).toEqual([
    { command: 'node main.js', origin: 'chosen before' },
    { command: 'npm test', origin: 'chosen before' },
    { command: 'npx jest test/score.test.ts', origin: 'test of score.ts' },
    { command: 'npx jest "test/a b/score.spec.ts"', origin: 'test of score.ts' },
    { command: 'npm start', origin: 'script of package.json' },
    { command: 'npm run bench:large', origin: 'script of package.json' },
    { command: 'npm run "my run"', origin: 'script of package.json' },
  ]);
});

it('quotes so that the words come back whole', () => {
  const tests = [`a "quoted" name's\\.test.ts`];
  const [choice] = entryChoices({ manifest: null, file: 'a.ts', tests, before: [] });
  expect(splitWords(choice!.command)).toEqual(['node', '--test', tests[0]]);
});

it.each([null, '{ half', '[]', '{ "scripts": 3 }'])('lives with any package.json: %s', (text) => {
  expect(entryChoices({ manifest: text, file: 'a.ts', tests: [], before: [] })).toEqual([]);
});

it('looks for tests by the name of the file, whatever that is', () => {
  expect(testsOf('/work/src/score.ts')).toBe('**/score{.,_,-}{test,spec}.{ts,tsx,mts,cts,js,jsx,mjs,cjs}');
  expect(testsOf('/work/[id].ts')).toContain('**/[[]id[]]{');
});
