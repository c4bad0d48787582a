import fc from 'fast-check';
import { ts } from 'ts-morph';
import { expect, it } from 'vitest';
import { createCounterparts } from '../../../server/analysis/source/counterparts.js';
import { applyEdits } from '../../../server/rewrite/rewriteLoop.js';

const TEXT = `export class Grid {
  cells = [1, 2];
  sum(scale: number) {
    let total = 0;
    for (const cell of this.cells) total += cell * scale;
    return total;
  }
}
export function twice(grid: Grid) {
  return grid.sum(2) + limit;
}
const limit = String(4).length;
`;

/** The two programs of a text and of the same with changes. */
function pair(changes: readonly { start: number; end: number; text: string }[]) {
  const edits = changes.map((change) => ({ file: 'main.ts', ...change }));
  const [before, after] = [TEXT, applyEdits(TEXT, edits)].map((text) => {
    const source = ts.createSourceFile('main.ts', text, ts.ScriptTarget.ES2022, true);
    const host = {
      ...ts.createCompilerHost({}),
      getSourceFile: (name: string) => (name === 'main.ts' ? source : undefined),
    };
    return { source, checker: ts.createProgram(['main.ts'], { noLib: true }, host).getTypeChecker() };
  }) as [Side, Side];
  const checkers = { before: before.checker, after: after.checker };
  return { before, after, found: createCounterparts(before.source, after.source, changes, checkers) };
}
interface Side {
  readonly source: ts.SourceFile;
  readonly checker: ts.TypeChecker;
}

function allNodes(node: ts.Node): ts.Node[] {
  const below: ts.Node[] = [];
  ts.forEachChild(node, (child) => void below.push(...allNodes(child)));
  return [node, ...below];
}

const at = (text: string): number => TEXT.indexOf(text);
const put = (before: string, text: string) => ({ start: at(before), end: at(before), text });
const replace = (old: string, text: string) => ({ start: at(old), end: at(old) + old.length, text });

it('stand where the text around a change is the same', () => {
  const { before, after, found } = pair([
    put('for (const', 'const self = this;\n    '),
    replace('this.cells', 'self.cells'),
  ]);
  const [grid, twice] = before.source.statements;
  expect(found.nodeAfter(grid!)).toBe(after.source.statements[0]);
  expect(found.nodeAfter(twice!)).toBe(after.source.statements[1]);
  expect(found.nodeBefore(after.source.statements[1]!)).toBe(twice);
  expect(found.nodeBefore(after.source.statements[0]!)).toBe(null);
  const loop = allNodes(before.source).find(ts.isForOfStatement)!;
  expect(found.nodeAfter(loop)).toBe(allNodes(after.source).find(ts.isForOfStatement));
  expect(found.nodeAfter(loop.expression)).toBe(null);
});

it('are the symbols that the same declarations have', () => {
  const { before, after, found } = pair([
    replace('total = 0', 'total = 0, count = 1'),
    put('const limit', 'let other = 2;\n'),
  ]);
  for (const name of ['Grid', 'cells', 'sum', 'scale', 'cell', 'twice', 'grid', 'limit']) {
    const named = ({ source, checker }: Side) => {
      const identifiers = allNodes(source).filter(
        (node) => ts.isIdentifier(node) && node.text === name && !ts.isPropertyAccessExpression(node.parent),
      );
      return identifiers.map((node) => checker.getSymbolAtLocation(node)!);
    };
    const there = named(after);
    const isSame = named(before).map((symbol, k) => found.symbolAfter(symbol) === there[k]);
    expect([name, ...isSame]).toEqual([name, ...there.map(() => true)]);
  }
});

it('read the same, whatever is changed', () => {
  const change = fc
    .tuple(fc.nat(TEXT.length), fc.nat(12), fc.constantFrom('', ' ', 'x', ' + 1', '; f();', '{', '\n'))
    .map(([start, length, text]) => ({ start, end: Math.min(TEXT.length, start + length), text }));
  fc.assert(
    fc.property(fc.array(change, { maxLength: 4 }), (drawn) => {
      const sorted = drawn.sort((a, b) => a.start - b.start);
      const changes = sorted.filter((one, k) => k === 0 || sorted[k - 1]!.end < one.start);
      const { before, after, found } = pair(changes);
      for (const node of allNodes(after.source)) {
        const other = found.nodeBefore(node);
        if (other && other !== before.source) expect(other.getText()).toBe(node.getText());
      }
      for (const node of allNodes(before.source)) {
        const other = found.nodeAfter(node);
        const isWhole = changes.every(({ start, end }) => end < node.getStart() || start > node.end);
        if (other && isWhole) expect(other.getText()).toBe(node.getText());
        if (other) expect(other.kind).toBe(node.kind);
      }
    }),
    { numRuns: 200 },
  );
});
