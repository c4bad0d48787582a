import { expect, it } from 'vitest';
import { ASSUMPTIONS, REASONS } from '../../../server/analysis/reasons.js';
import { scanFile } from '../../../server/pipeline.js';
import { createSourceReader } from '../../../server/project.js';
import { FIB, judge } from '../../support/judge.js';
import { inProject } from '../../support/project.js';

const texts = Object.entries({ ...REASONS, ...ASSUMPTIONS });

it.each(texts)('%s is one or two sentences with at most one blank', (code, text) => {
  expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
  expect(text).toMatch(/^[A-Z`{].*\.$/);
  expect(text.split('{}').length).toBeLessThanOrEqual(2);
});

it('a reason names the read, and the write that belongs to it', () => {
  const [loop] = judge(`${FIB}let state = 7;\nfor (const n of [3, 4]) {\n  state = fib(state + n);\n}\n`);
  if (loop?.verdict.kind !== 'refused') throw new Error('it was offered');
  const [reason] = loop.verdict.reasons;
  expect(reason).toMatchObject({ code: 'loop-carried-dependence', span: { line: 4, column: 15 } });
  expect(reason!.message).toContain('`state`');
  expect(reason!.related).toMatchObject([{ span: { line: 4, column: 3 } }]);
});

const LOADED = "import { load } from './load.js';\nexport const all = [3, 4].map((n) => load(n));\n";

it.each([
  [
    'runs something',
    `${FIB}console.log('here');\nexport const load = (n: number): number => fib(n);\n`,
    "and then `console.log('here')` in line 2 of load.ts runs in each worker again.",
  ],
  [
    'depends on what was loaded before',
    `${FIB}import { all } from './main.js';\nconst early = all;\nexport const load = (n: number): number => fib(n + early.length);\n`,
    'and `all` in line 3 of load.ts depends on what was loaded before it.',
  ],
])('a reason names what a module does that %s', async (_, load, expected) => {
  await inProject({ 'main.ts': LOADED, 'load.ts': load }, (project) => {
    const [loop] = scanFile(createSourceReader(), project.at('main.ts'));
    if (loop?.verdict.kind !== 'refused') throw new Error('it was offered');
    const [reason] = loop.verdict.reasons;
    expect(reason!.code).toBe('module-has-effects');
    expect(reason!.message).toContain(`\`./load.js\`, ${expected}`);
    expect(reason!.related).toMatchObject([{ span: { file: project.at('load.ts') } }]);
  });
});
