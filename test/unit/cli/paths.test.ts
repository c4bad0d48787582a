import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parsePlace, sourceFiles, UsageError } from '../../../server/cli/paths.js';
import { makeProject } from '../../support/project.js';

const project = makeProject({
  'src/a.ts': '',
  'src/a.tasks.ts': '',
  'src/b.d.ts': '',
  'src/c.test.cjs': '',
  'src/view.tsx': '',
  'src/notes.md': '',
  'dist/a.js': '',
  'vendor/x.js': '',
  'node_modules/pkg/index.js': '',
});
afterAll(() => project.remove());

describe('the files of a scan', () => {
  it('are the sources below a folder, without what is generated or somebody else’s', () => {
    const found = sourceFiles([project.folder], '.tasks').map((file) =>
      path.relative(project.folder, file).replaceAll('\\', '/'),
    );
    expect(found).toEqual(['src/a.ts', 'src/c.test.cjs', 'src/view.tsx']);
  });

  it('are the very files that are named', () => {
    expect(sourceFiles([project.at('src/a.tasks.ts'), project.at('dist/a.js')], '.tasks')).toHaveLength(2);
  });

  it('a path that is not there is the user’s mistake', () => {
    expect(() => sourceFiles(['no/such/folder'], '.tasks')).toThrow(UsageError);
  });
});

describe('a place', () => {
  const file = project.at('src/a.ts');
  it.each([
    [file, null, null],
    [`${file}:12`, 12, null],
    [`${file}:12:5`, 12, 5],
  ])('%s', (text, line, column) => {
    expect(parsePlace(text)).toEqual({ file, line, column });
  });

  it.each([[`${file}x:3`], [`${project.folder}:3`], ['']])('%j is the user’s mistake', (text) => {
    expect(() => parsePlace(text)).toThrow(UsageError);
  });
});
