import { ts } from 'ts-morph';
import { expect, it } from 'vitest';
import { linearOf } from '../../../server/analysis/dependences/linear.js';
import { readText } from '../../support/judge.js';

/** An expression of a loop over `i` and `j`, written as a sum. */
function sumOf(expression: string): string | null {
  const { source, checker } = readText(
    `declare const n: number, xs: number[], changing: number;
    for (let i = 0; i < 9; i++) for (let j = 0; j < 9; j++) { const next = i + 1; let loose = i; const here = (${expression}); void [next, loose, here]; }`,
  );
  const outer = source.statements.find(ts.isForStatement)!;
  const inner = outer.statement as ts.ForStatement;
  const counters = [outer, inner].map((loop) =>
    checker.getSymbolAtLocation((loop.initializer as ts.VariableDeclarationList).declarations[0]!.name)!,
  );
  const block = inner.statement as ts.Block;
  const declared = (block.statements[2] as ts.VariableStatement).declarationList.declarations[0]!;
  const sum = linearOf(declared.initializer!, {
    checker,
    region: outer,
    counters: new Set(counters),
    isInvariant: (symbol) => symbol.getName() !== 'changing',
  });
  if (!sum) return null;
  const terms = [
    ...[...sum.counters].map(([symbol, factor]) => `${factor}${symbol.getName()}`),
    ...[...sum.invariants].map(([name, factor]) => `${factor}${name}`),
  ];
  return [...terms.sort(), sum.constant].join(' ');
}

it.each([
  ['7', '7'],
  ['-i', '-1i 0'],
  ['2 * i + 3', '2i 3'],
  ['i * 9 + j', '1j 9i 0'],
  ['(i + 1) * 2 - i', '1i 2'],
  ['i - i', '0'],
  ['n + i - n', '1i 0'],
  ['2 * n + j', '1j 2n 0'],
  ['xs.length - 1 - i', '-1i 1xs.length -1'],
  ['next', '1i 1'],
  ['(next as number)!', '1i 1'],
  ['i * j', null],
  ['i * n', null],
  ['i / 2', null],
  ['0.5 * i', null],
  ['changing + i', null],
  ['loose', null],
  ['xs[i]!', null],
  ['Math.floor(i)', null],
])('%s', (expression, sum) => {
  expect(sumOf(expression)).toBe(sum);
});
