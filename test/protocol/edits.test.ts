/**
 * A long run of random edits, as people and editors make them, in several documents: the server stays up, and what it says at
 * any moment is what a fresh scan of the same texts says. 300 edits, or as many as `LOOPPOOL_EDITS` says.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { DocumentLoops } from '../../server/messages.js';
import { scanFile } from '../../server/pipeline.js';
import { createSourceReader } from '../../server/project.js';
import { loopJson } from '../../server/cli/json.js';
import { FIB } from '../support/judge.js';
import { inProject } from '../support/project.js';
import { withClient } from './client.js';

const EDITS = Number(process.env['LOOPPOOL_EDITS'] ?? 300);
/** A comparison judges everything anew, which is what takes the time. */
const COMPARISONS = EDITS / 25;
const seed = Number(process.env['LOOPPOOL_SEED'] ?? 20261120);

const start = {
  'lib.ts': `${FIB}export const table: number[] = [1, 2, 3];\nexport function scaled(x: number): number { return fib(x) * table[0]!; }\n`,
  'main.ts': `import { scaled, table } from './lib.js';
const out: number[] = [];
for (const x of table) {
  out.push(scaled(x));
}
export const again = table.map((x) => scaled(x) + 1);
for (let i = 0; i < table.length; i++) out[i] = scaled(i);
console.log(out, again);
`,
} as const;
type Name = keyof typeof start;
const names = Object.keys(start) as Name[];

/** Pieces of programs that open, close and change loops. */
const pieces = [
  '',
  ' ',
  '\n',
  '\r\n',
  '}',
  '{',
  ')',
  '(',
  ';',
  '`',
  '/*',
  '*/',
  '// looppool-ignore\n',
  'x',
  '0',
  '"',
  'é𝒳',
  'out.push(scaled(x));\n',
  'table[0]++;\n',
  'for (const x of table) out.push(scaled(x));\n',
  'export const more = [1, 2].map((x) => x + 1);\n',
  'while (out.length < 3) { out.push(1); }\n',
];
const edit = fc.record({
  name: fc.constantFrom(...names),
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  length: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat(12)),
  text: fc.constantFrom(...pieces),
  /** Back to the text of the beginning, as undo does; otherwise everything would soon be one syntax error. */
  reset: fc.nat(11).map((n) => n === 0),
});

it(`is right after ${EDITS} random edits (seed ${seed})`, { timeout: EDITS * 200 + 60_000 }, () =>
  inProject(start, (project) =>
    withClient({ folders: [project.folder] }, async (client) => {
      const uris = new Map<Name, string>();
      for (const name of names) uris.set(name, await client.open(project.at(name), start[name]));
      const forms = new Set<string>();
      for (const [index, { name, at, length, text, reset }] of fc.sample(edit, { numRuns: EDITS, seed }).entries()) {
        const uri = uris.get(name)!;
        const size = client.document(uri).getText().length;
        const from = Math.floor(at * size);
        if (reset) await client.change(uri, 0, size, start[name]);
        else await client.change(uri, from, Math.min(size, from + length), text);
        if ((index + 1) % (EDITS / COMPARISONS) !== 0) continue;
        const fresh = createSourceReader();
        for (const one of names) fresh.overlay(project.at(one), client.document(uris.get(one)!).getText(), 0);
        for (const one of names) {
          const { loops } = await client.connection.sendRequest<DocumentLoops>('looppool/loops', {
            uri: uris.get(one)!,
          });
          const expected = scanFile(fresh, project.at(one)).map((loop) => loopJson(loop, (file) => file));
          expect(loops.map(brief), `after edit ${index}`).toEqual(expected.map(brief));
          for (const { form, verdict } of expected) forms.add(`${form} ${verdict}`);
        }
      }
      // The run must have seen loops of several forms, offered and refused.
      expect([...forms]).toEqual(expect.arrayContaining(['for-of independent', 'for-of refused', 'map independent']));
      expect(client.logged.filter((line) => line.includes('could not be judged'))).toEqual([]);
      expect(await client.stop()).toBe(0);
    }),
  ),
);

/** A loop without file names, which the server shows relative to the workspace. */
function brief(loop: ReturnType<typeof loopJson> | DocumentLoops['loops'][number]) {
  const { line, column, endLine, form, verdict, weight, reasons, assumptions } = loop;
  const places = (list: typeof reasons) => list.map((one) => `${one.code} ${one.line}:${one.column} ${one.message}`);
  return { line, column, endLine, form, verdict, weight, reasons: places(reasons), assumptions: places(assumptions) };
}
