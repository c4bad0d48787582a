import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fix } from '../../../server/cli/fix.js';
import { scan } from '../../../server/cli/scan.js';
import { FIB } from '../../support/judge.js';
import { makeProject } from '../../support/project.js';
import { captured } from '../../support/rewrite.js';

const project = makeProject({
  'main.ts': `\uFEFF${FIB}export function all(xs: number[], out: number[]): void {
  for (let i = 0; i < xs.length; i++) {
    out[i + 1] = fib(xs[i]!);
  }
}
let state = 3;
for (const n of [3, 4]) {
  state = fib(state + n);
}
console.log([3, 4].map((n) => fib(n)), state);
`,
});
afterAll(() => project.remove());
const file = project.at('main.ts');
const shown = path.relative(process.cwd(), file);

const printed = (action: () => number): unknown => JSON.parse(captured(action)[1]);
const place = { message: expect.any(String) as string, file: shown };

describe('scan --json', () => {
  const document = printed(() => scan([project.folder], { json: true }, '.tasks', '1.0.0')) as { loops: unknown[] };

  it('has every loop with all its fields', () => {
    expect(document).toEqual({
      loops: [
        {
          file: shown,
          line: 3,
          column: 3,
          endLine: 5,
          form: 'for-index',
          function: 'all',
          verdict: 'assuming',
          weight: 'heavy',
          rewrite: 'zip',
          call: 'sync',
          reasons: [],
          assumptions: [{ ...place, code: 'different-objects', line: 4, column: 22 }],
        },
        {
          file: shown,
          line: 8,
          column: 1,
          endLine: 10,
          form: 'for-of',
          function: null,
          verdict: 'refused',
          weight: 'heavy',
          rewrite: null,
          call: null,
          reasons: [{ ...place, code: 'loop-carried-dependence', line: 9, column: 15 }],
          assumptions: [],
        },
        expect.objectContaining({ form: 'map', line: 11, column: 20, verdict: 'independent', rewrite: 'map' }),
      ],
      summary: { files: 1, loops: 3, independent: 1, assuming: 1, refused: 1, ms: expect.any(Number) as number },
    });
  });

  it('--sarif is a SARIF 2.1.0 log', () => {
    const log = printed(() => scan([project.folder], { sarif: true }, '.tasks', '1.0.0'));
    expect(log).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          tool: { driver: { name: 'Looppool' } },
          results: [{ ruleId: 'assuming-loop' }, { ruleId: 'loop-carried-dependence' }, { ruleId: 'independent-loop' }],
        },
      ],
    });
  });
});

describe('fix --json', () => {
  it('has the edits, which count from the byte-order mark on', () => {
    const document = printed(() => fix(`${file}:11`, { json: true }, '.tasks')) as {
      edits: { file: string; start: number; end: number; text: string }[];
      newFiles: { file: string; text: string }[];
      assumptions: unknown[];
    };
    const text = project.read('main.ts')!;
    const after = document.edits.reduceRight((all, e) => all.slice(0, e.start) + e.text + all.slice(e.end), text);
    expect(document.edits.every((e) => e.file === shown)).toBe(true);
    expect(after.startsWith('\uFEFFimport { pool }')).toBe(true);
    expect(after).toContain('console.log(await pool.map(');
    expect(document.newFiles).toMatchObject([{ file: path.relative(process.cwd(), project.at('main.tasks.ts')) }]);
    expect(document.assumptions).toEqual([]);
  });

  it('has the reasons of a refusal', () => {
    expect(printed(() => fix(`${file}:8`, { json: true }, '.tasks'))).toEqual({
      verdict: 'refused',
      reasons: [{ ...place, code: 'loop-carried-dependence', line: 9, column: 15 }],
    });
  });

  it('writes nothing without --write', () => {
    captured(() => fix(`${file}:11`, {}, '.tasks'));
    expect(project.read('main.tasks.ts')).toBeNull();
  });
});
