import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createKnownParts } from '../../server/knownParts.js';
import { loopsOf, scanFile, type ScannedFile, scanPartsInSteps, type KnownPart } from '../../server/pipeline.js';
import { createSourceReader, type SourceReader } from '../../server/project.js';
import { FIB } from '../support/judge.js';
import { inProject } from '../support/project.js';

const text = `${FIB}const cache = new Map<number, number>();
export function all(xs: number[]): number[] {
  const out: number[] = [];
  for (const x of xs) out.push(fib(x));
  return out;
}
function note(x: number): number {
  cache.set(x, x);
  return x;
}
/** Of the cache. */
export class Sums {
  total = 0;
  add(xs: number[]): void {
    for (const x of xs) this.total += fib(x);
  }
  chained(xs: number[]): number {
    let last = 1;
    for (const x of xs) {
      last = fib(last + x);
    }
    return last;
  }
}
export const noted = (xs: number[]) => xs.map((x) => note(x) + (cache.get(x) ?? 0));
for (let i = 0; i < 3; i++) console.log(noted([i]), fib(i));
`;

function scan(reader: SourceReader, file: string, known?: KnownPart): ScannedFile {
  const steps = scanPartsInSteps(reader, file, known);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

const ends = [...text.matchAll(/[;{}](?=\n)/g)].map(({ index }) => index + 1);
const edits = fc.array(
  fc.record({ end: fc.nat(ends.length - 1), text: fc.constantFrom('\n', ' // note', '\n\n/* two\nlines */', '\r\n') }),
  { minLength: 1, maxLength: 4 },
);

it('says of loops whose text was not touched what a fresh scan says, at the places where they are now', () =>
  inProject({ 'main.ts': text }, (project) => {
    const file = project.at('main.ts');
    const reader = createSourceReader();
    let version = 0;
    fc.assert(
      fc.property(edits, (list) => {
        reader.overlay(file, text, ++version);
        let scanned = scan(reader, file);
        let now = text;
        for (const { end, text: comment } of list) {
          const at = now.indexOf(text.slice(ends[end]! - 12, ends[end]));
          if (at < 0) continue;
          now = now.slice(0, at + 12) + comment + now.slice(at + 12);
          reader.overlay(file, now, ++version);
          scanned = scan(
            reader,
            file,
            createKnownParts(scanned, false, () => false),
          );
          expect(scanned.parts.some(({ isFresh }) => !isFresh)).toBe(true);
        }
        expect(loopsOf(scanned)).toEqual(scanFile(reader, file));
      }),
      { numRuns: 8, seed: 7 },
    );
  }));

it('knows nothing of what was typed into, and all else', () =>
  inProject({ 'main.ts': text }, (project) => {
    const file = project.at('main.ts');
    const reader = createSourceReader();
    reader.overlay(file, text, 1);
    const before = scan(reader, file);
    reader.overlay(file, text.replace('cache.set(x, x);', 'cache.set(x, 1);'), 2);
    const after = scan(
      reader,
      file,
      createKnownParts(before, false, () => false),
    );
    const fresh = after.parts.filter(({ isFresh }) => isFresh);
    expect(fresh.map(({ start, end }) => after.text.slice(start, end).trim().slice(0, 13))).toEqual(['function note']);
  }));

it('doubts what it is told to doubt, until that was judged', () =>
  inProject({ 'main.ts': text }, (project) => {
    const file = project.at('main.ts');
    const reader = createSourceReader();
    reader.overlay(file, text, 1);
    const before = scan(reader, file);
    const none = scan(
      reader,
      file,
      createKnownParts(before, false, () => false),
    );
    expect(none.parts.some(({ isFresh }) => isFresh)).toBe(false);
    const all = scan(
      reader,
      file,
      createKnownParts(none, false, () => true),
    );
    expect(all.parts.every(({ isFresh }) => isFresh)).toBe(true);
    expect(
      scan(
        reader,
        file,
        createKnownParts(all, true, () => true),
      ),
    ).toEqual(all);
    expect(loopsOf(none)).toEqual(loopsOf(before));
  }));
