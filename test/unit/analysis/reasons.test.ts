import { expect, it } from 'vitest';
import { ASSUMPTIONS, REASONS } from '../../../server/analysis/reasons.js';
import { FIB, judge } from '../../support/judge.js';

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
