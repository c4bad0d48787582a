import { ts } from 'ts-morph';
import { expect, it } from 'vitest';
import { styleOf } from '../../../server/rewrite/style.js';

const style = (text: string, file = 'main.ts') =>
  styleOf(ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true));

it.each([
  ['double quotes', 'const a = "x", b = "y", c = \'z\';', { quote: '"' }],
  ['single quotes', "const a = 'x', b = \"y\", c = 'z';", { quote: "'" }],
  ['no quotes at all', 'const a = 1;', { quote: "'" }],
  ['no semicolons', 'const a = 1\nlet b = 2\nfoo()', { semicolon: '' }],
  ['mostly semicolons', 'const a = 1;\nlet b = 2;\nfoo()', { semicolon: ';' }],
  ['an empty file', '', { semicolon: ';', indent: '  ', eol: '\n' }],
  ['Windows line ends', 'const a = 1;\r\nconst b = 2;\r\n', { eol: '\r\n' }],
  ['tabs', 'function f() {\n\treturn 1;\n}', { indent: '\t' }],
  ['four spaces', 'function f() {\n    if (1) {\n        return 1;\n    }\n}', { indent: '    ' }],
  ['comments do not count as indentation', '/**\n * Text.\n */\nfunction f() {\n    return 1;\n}', { indent: '    ' }],
])('%s', (_name, text, expected) => {
  expect(style(text)).toMatchObject(expected);
});

it.each([
  ['main.ts', true],
  ['main.mts', true],
  ['main.tsx', true],
  ['main.js', false],
  ['main.cjs', false],
])('%s', (file, typed) => {
  expect(style('', file).typed).toBe(typed);
});
