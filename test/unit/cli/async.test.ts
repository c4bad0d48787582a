import { afterAll, expect, it } from 'vitest';
import { fix } from '../../../server/cli/fix.js';
import { FIB } from '../../support/judge.js';
import { makeProject } from '../../support/project.js';
import { captured } from '../../support/rewrite.js';

const project = makeProject({
  'main.ts': `${FIB}export async function waits(xs: number[]): Promise<string> {
  for (const n of xs) {
    console.log(fib(n));
  }
  return xs.map((n) => fib(n)).join();
}
export function blocks(xs: number[]): number[] {
  return xs.map((n) => fib(n));
}
`,
});
afterAll(() => project.remove());

const fixed = (line: number, assume: boolean): [number, string] =>
  captured(() => fix(`${project.at('main.ts')}:${line}`, { async: true, assume, json: true }, '.tasks'));

it('is an assumption, which has to be taken', () => {
  const [status, text] = fixed(3, false);
  expect(status).toBe(1);
  expect(text).toContain('other-code-runs');
});

it('writes awaited calls where `await` may stand', () => {
  expect(fixed(3, true)[1]).toMatch(/for await \(const \[.*?\] of pool\.zip\(/);
  expect(fixed(6, true)[1]).toMatch(/\(await pool\.map\(\w+, xs/);
});

it('is refused where it may not', () => {
  const [status, text] = fixed(9, true);
  expect(status).toBe(1);
  expect(text).toContain('no-await-here');
});
