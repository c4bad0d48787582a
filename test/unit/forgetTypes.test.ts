import { expect, it } from 'vitest';
import { scanFile } from '../../server/pipeline.js';
import { createSourceReader } from '../../server/project.js';
import { FIB } from '../support/judge.js';
import { inProject } from '../support/project.js';

const text = `import { fib } from './lib.js';
export function all(xs: number[]): number[] {
  const out: number[] = [];
  for (const x of xs) out.push(fib(x));
  for (let i = 1; i < out.length; i++) out[i] = fib(out[i - 1]!);
  return out;
}
`;

it('gives another program with the same syntax trees and verdicts', () =>
  inProject({ 'lib.ts': FIB, 'main.ts': text }, (project) => {
    const file = project.at('main.ts');
    const reader = createSourceReader();
    const verdicts = scanFile(reader, file);
    const before = reader.read(file);
    reader.forgetTypes();
    const after = reader.read(file);
    expect(before.isCurrent()).toBe(false);
    expect(after.program).not.toBe(before.program);
    expect(after.checker).not.toBe(before.checker);
    expect(after.source).toBe(before.source);
    expect(scanFile(reader, file)).toEqual(verdicts);
    expect(verdicts.map(({ verdict }) => verdict.kind)).toEqual(['independent', 'refused']);
  }));
