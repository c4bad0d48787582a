/** Functions that the user vouches for: `looppool.analysis.trustedFunctions` and `--trust`. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { scanFile } from '../../../server/pipeline.js';
import { createSourceReader } from '../../../server/project.js';
import { isTrustEntry, trustIn } from '../../../server/trust.js';
import { makeProject, type Project } from '../../support/project.js';

const PACKAGES = {
  'node_modules/digest/package.json':
    '{ "name": "digest", "type": "module", "main": "index.js", "types": "index.d.ts" }',
  'node_modules/digest/index.js': `export const digest = (text) => text.length;
export const each = (text, f) => f(text);
export default { fast: digest, math: { half: (n) => n / 2 } };
`,
  'node_modules/digest/index.d.ts': `export declare function digest(text: string): number;
export declare function each(text: string, f: (text: string) => number): number;
declare const all: { fast: (text: string) => number; math: { half: (n: number) => number } };
export default all;
`,
  'native.js': 'export const native = (text) => text.length;\n',
  'native.d.ts': 'export declare function native(text: string): number;\n',
};

let project: Project;
beforeAll(() => {
  project = makeProject(PACKAGES);
});
afterAll(() => project.remove());

/** The verdict of the only loop of a module, which vouches for `names`. */
function verdict(body: string, names: readonly string[]): string {
  project.write('main.ts', body);
  const [loop] = scanFile(
    createSourceReader(() => trustIn(names)),
    project.at('main.ts'),
  );
  const found = loop!.verdict;
  const why = found.kind === 'refused' ? found.reasons : found.assumptions;
  return [found.kind, ...why.map(({ code }) => code)].join(' ');
}

const loopOver = (head: string, call: string): string =>
  `${head}\nexport const all = (texts: string[]): number[] => texts.map((text) => ${call} * 2);\n`;

describe('a function that is vouched for', () => {
  it.each([
    ['a named import', "import { digest } from 'digest';", 'digest(text)', 'digest#digest', 'assuming package-pure'],
    [
      'under another name',
      "import { digest as d } from 'digest';",
      'd(text)',
      'digest#digest',
      'assuming package-pure',
    ],
    ['of a namespace', "import * as d from 'digest';", 'd.digest(text)', 'digest#digest', 'assuming package-pure'],
    ['all of a module', "import { digest } from 'digest';", 'digest(text)', 'digest#*', 'assuming package-pure'],
    [
      'a method of the default export',
      "import d from 'digest';",
      'd.fast(text)',
      'digest#fast',
      'refused unknown-call',
    ],
    [
      'a method deeper down',
      "import d from 'digest';",
      'd.math.half(text.length)',
      'digest#math.half',
      'refused unknown-call',
    ],
    [
      'a module of the program without source',
      "import { native } from './native.js';",
      'native(text)',
      './native.js#native',
      'assuming package-pure',
    ],
  ])('%s', (_, head, call, name, without) => {
    expect(verdict(loopOver(head, call), [])).toBe(without);
    expect(verdict(loopOver(head, call), [name])).toBe('independent');
    expect(verdict(loopOver(head, call), ['digest#other', 'other#*'])).toBe(without);
  });

  it('says nothing of what it is given to call', () => {
    const body = `import { each } from 'digest';
let seen = 0;
export const all = (texts: string[]): number[] => texts.map((text) => each(text, (t) => (seen += t.length)));
`;
    expect(verdict(body, ['digest#each'])).toMatch(/^refused/);
    expect(verdict(loopOver("import { each } from 'digest';", 'each(text, (t) => t.length)'), ['digest#each'])).toBe(
      'independent',
    );
  });

  it('does not hide what a body shows', () => {
    project.write('count.ts', 'let n = 0;\nexport const count = (text: string): number => (n += text.length);\n');
    const body = loopOver("import { count } from './count.js';", 'count(text)');
    expect(verdict(body, ['./count.js#count', './count.js#*'])).toBe(verdict(body, []));
    expect(verdict(body, ['./count.js#count'])).toMatch(/^refused/);
  });

  it('is asked for anew where the list changes, in the same process', () => {
    const body = loopOver("import { digest } from 'digest';", 'digest(text)');
    project.write('main.ts', body);
    let names: readonly string[] = [];
    const reader = createSourceReader(() => trustIn(names));
    const now = (): string => scanFile(reader, project.at('main.ts'))[0]!.verdict.kind;
    expect(now()).toBe('assuming');
    names = ['digest#digest'];
    expect(now()).toBe('independent');
    names = [];
    expect(now()).toBe('assuming');
  });
});

it('knows an entry from what is none', () => {
  for (const good of ['a#b', '@scope/a#b', './a.js#b', 'a/deep#b.c', 'a#*', 'a#default'])
    expect([good, isTrustEntry(good)]).toEqual([good, true]);
  for (const bad of ['', 'hash', '#hash', 'a#', 'a b#c', 'a#b c', 'a#b.', 'a#*.b', 'a#1'])
    expect([bad, isTrustEntry(bad)]).toEqual([bad, false]);
});
