import { describe, expect, it } from 'vitest';
import { ignoreComment } from '../../server/ignored.js';

/** The comment for the line that begins with `|`. */
function commentAt(marked: string, file = 'a.tsx'): string | null {
  const at = marked.indexOf('|');
  return ignoreComment(file, marked.replace('|', ''), at);
}

describe('the comment that hides the loop of a line', () => {
  it('is a line comment in code', () => {
    expect(commentAt('const a = 1;\n|const b = xs.map(f);\n')).toBe('// looppool-ignore');
    expect(commentAt('f(\n|  xs.map(f),\n);\n')).toBe('// looppool-ignore');
    expect(commentAt('|xs.map(f);\n')).toBe('// looppool-ignore');
  });

  it('is a JSX comment between the children of an element', () => {
    expect(commentAt('const v = (\n  <p>\n|    {xs.map(f)}\n  </p>\n);\n')).toBe('{/* looppool-ignore */}');
    expect(commentAt('const v = <>\n|{xs.map(f)}</>;\n')).toBe('{/* looppool-ignore */}');
    expect(commentAt('const v = <p>\n| a {xs.map(f)}</p>;\n', 'a.jsx')).toBe('{/* looppool-ignore */}');
  });

  it('is a line comment inside the braces of JSX, and between attributes', () => {
    expect(commentAt('const v = <p>{\n|  xs.map(f)\n}</p>;\n')).toBe('// looppool-ignore');
    expect(commentAt('const v = (\n|  <List items={xs.map(f)} />\n);\n')).toBe('// looppool-ignore');
    expect(commentAt('const v = <List\n|  items={xs.map(f)} />;\n')).toBe('// looppool-ignore');
  });

  it('cannot stand inside a template or a string', () => {
    expect(commentAt('const v = `a\n|  ${xs.map(f)}`;\n')).toBeNull();
    expect(commentAt('const v = `${a}\n|  ${xs.map(f)}`;\n')).toBeNull();
    expect(commentAt('const v = `${\n|  xs.map(f)}`;\n')).toBe('// looppool-ignore');
    expect(commentAt('const v =\n|  `${xs.map(f)}`;\n')).toBe('// looppool-ignore');
    expect(commentAt('const v = "a\\\n| b" + xs.map(f);\n')).toBeNull();
  });
});
