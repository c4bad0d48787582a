/** Programs that are cut off, or garbled as typing garbles them, are judged without a crash: 25, or as many as `LOOPPOOL_GARBLED` says. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createSourceReader } from '../../server/project.js';
import { checkFile } from '../support/checkFile.js';
import { inProject, root } from '../support/project.js';

const RUNS = Number(process.env['LOOPPOOL_GARBLED'] ?? 25);
const seed = Number(process.env['LOOPPOOL_SEED'] ?? 20261121);
/** Processor time for one program with up to a dozen rewrites. */
const LIMIT_S = 60;

const folder = path.join(root, 'test/equivalence/programs');
const texts = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(path.join(folder, name), 'utf8'));

const place = fc.double({ min: 0, max: 1, noNaN: true });
const mutation = fc.record({
  text: fc.constantFrom(...texts),
  kind: fc.constantFrom('cut off', 'delete', 'repeat', 'insert', 'swap'),
  at: place,
  to: place,
  insert: fc.constantFrom(
    '{',
    '}',
    '(',
    ')',
    '[',
    ']',
    '`',
    '"',
    '/*',
    '*/',
    ';',
    ',',
    '=',
    '=>',
    '...',
    'await ',
    '\0',
    '\uD800',
    'é',
    '#',
    '@',
    'for (',
    '/',
  ),
});

function mutated({ text, kind, at, to, insert }: typeof mutation extends fc.Arbitrary<infer T> ? T : never): string {
  const [from, end] = [at, to].map((part) => Math.floor(part * text.length)).sort((a, b) => a - b) as [number, number];
  const near = Math.min(end, from + 40);
  switch (kind) {
    case 'cut off':
      return text.slice(0, from);
    case 'delete':
      return text.slice(0, from) + text.slice(near);
    case 'repeat':
      return text.slice(0, near) + text.slice(from);
    case 'insert':
      return text.slice(0, from) + insert + text.slice(from);
    default:
      return text.slice(0, from) + text.slice(end) + text.slice(from, end);
  }
}

it(`judges ${RUNS} garbled programs (seed ${seed})`, { timeout: RUNS * 6_000 }, () =>
  inProject({}, (project) => {
    const reader = createSourceReader();
    const file = project.at('garbled.ts');
    let offered = 0;
    for (const [index, sample] of fc.sample(mutation, { numRuns: RUNS, seed }).entries()) {
      const text = mutated(sample);
      reader.overlay(file, text, index);
      const before = process.cpuUsage();
      const checked = checkFile(reader, file);
      expect(checked.problems, `program ${index}:\n${text}`).toEqual([]);
      const { user, system } = process.cpuUsage(before);
      expect((user + system) / 1e6, `program ${index}:\n${text}`).toBeLessThan(LIMIT_S);
      offered += checked.offered;
    }
    // Programs that still parse, loops offered and rewritten, must be among them.
    expect(offered).toBeGreaterThan(0);
  }),
);
