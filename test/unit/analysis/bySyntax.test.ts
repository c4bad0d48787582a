import fc from 'fast-check';
import { ts } from 'ts-morph';
import { expect, it } from 'vitest';
import { indexedBySyntax, listedBySyntax } from '../../../server/analysis/source/bySyntax.js';
import { createSourceReader } from '../../../server/project.js';
import { FIB } from '../../support/judge.js';
import { inProject } from '../../support/project.js';

let looked = 0;
const numbers = listedBySyntax<string>((node, note) => {
  looked++;
  if (ts.isNumericLiteral(node)) note(node.text);
});
const names = indexedBySyntax<ts.Identifier>((node, note) => {
  if (ts.isIdentifier(node)) note(node.text, node);
});

const text = `${FIB}const table = [1, 2, 3];
export class Sums {
  total = 0;
  add(xs: number[]): void {
    for (const x of xs) this.total += fib(x);
  }
}
/** @param xs of these */
export function all(xs: number[]): number[] {
  return xs.map((x) => fib(x) + table[0]!);
}
table.push(4);
`;

/** As it is found in a file that nobody has typed into. */
function fresh(source: ts.SourceFile): { numbers: string[]; names: [string, number][] } {
  const found = { numbers: [] as string[], names: [] as [string, number][] };
  const visit = (node: ts.Node): void => {
    if (ts.isNumericLiteral(node)) found.numbers.push(node.text);
    if (ts.isIdentifier(node)) found.names.push([node.text, node.getStart()]);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(source.fileName, source.text, ts.ScriptTarget.ES2023, true));
  return found;
}

const edits = fc.array(
  fc.record({ at: fc.nat(text.length), length: fc.nat(8), text: fc.constantFrom('', ' ', '7', 'x', '{', '}', ';\n') }),
  { minLength: 1, maxLength: 8 },
);

it('finds after any edits what a fresh look finds', () =>
  inProject({ 'main.ts': text }, (project) => {
    const file = project.at('main.ts');
    const reader = createSourceReader();
    let version = 0;
    fc.assert(
      fc.property(edits, (list) => {
        let now = text;
        for (const edit of list) {
          now = now.slice(0, edit.at) + edit.text + now.slice(edit.at + edit.length);
          reader.overlay(file, now, ++version);
          const { source, program } = reader.read(file);
          program.getTypeChecker();
          const expected = fresh(source);
          expect(numbers(source)).toEqual(expected.numbers);
          for (const name of new Set(expected.names.map(([one]) => one))) {
            const places = expected.names.filter(([one]) => one === name).map(([, start]) => start);
            const found = names(source).of(name);
            expect(found.map((one) => one.getStart())).toEqual(places);
            expect(found.every((one) => one.getSourceFile() === source)).toBe(true);
            expect(names(source).counts().get(name)).toBe(places.length);
            expect(names(source).partsWith(name)).toEqual(
              source.statements.filter((part) => names(source).within(part, name).length > 0),
            );
          }
        }
      }),
      { numRuns: 15, seed: 3 },
    );
  }));

it('looks at nothing again in statements that were left alone', () =>
  inProject({ 'main.ts': text }, (project) => {
    const file = project.at('main.ts');
    const reader = createSourceReader();
    const look = (version: number, now: string): number => {
      reader.overlay(file, now, version);
      const { source, program } = reader.read(file);
      program.getTypeChecker();
      looked = 0;
      numbers(source);
      return looked;
    };
    const whole = look(1, text);
    expect(look(2, text.replace('push(4)', 'push(45)'))).toBeLessThan(whole / 3);
  }));
