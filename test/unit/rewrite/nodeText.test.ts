import { ts } from 'ts-morph';
import { describe, expect, it } from 'vitest';
import { lineSpan, patched, reindented } from '../../../server/nodeText.js';

const parse = (text: string): ts.SourceFile => ts.createSourceFile('main.ts', text, ts.ScriptTarget.ES2023, true);

it('patches are applied in the order of the text, and leave the rest alone', () => {
  const patches = [
    { start: 4, end: 5, text: 'E' },
    { start: 1, end: 3, text: '' },
    { start: 1, end: 1, text: '+' },
  ];
  expect(patched('abcdef', 0, 6, patches)).toBe('a+dEf');
});

describe('the stretch of a statement', () => {
  const without = (text: string, position = 0): string => {
    const { start, end } = lineSpan(parse(text).statements[position]!);
    return text.slice(0, start) + text.slice(end);
  };

  it.each([
    ['its line', 'a();\nb();\n', 0, 'b();\n'],
    ['its comments', '/** A. */\na(); // one\nb();\n', 0, 'b();\n'],
    ['not the comment of a file', '// File.\n\na();\nb();\n', 0, '// File.\n\nb();\n'],
    ['only itself beside another', 'a(); b();\n', 0, ' b();\n'],
    ['one of two blank lines', 'a();\n\nb();\n\nc();\n', 1, 'a();\n\nc();\n'],
    ['the last line', 'a();\nb();', 1, 'a();\n'],
    ['Windows line ends', 'a();\r\nb();\r\n', 0, 'b();\r\n'],
  ])('is %s', (_name, before, position, after) => {
    expect(without(before, position)).toBe(after);
  });
});

it('code moves with its indentation, template literals keep their characters', () => {
  const text = 'if (x) {\n    f(`a\n    b`);\n      g();\n}';
  expect(reindented(parse(text).statements[0]!, '  ')).toBe('if (x) {\n      f(`a\n    b`);\n        g();\n  }');
});
