import { expect, it } from 'vitest';
import { createImporters } from '../../../server/importers.js';
import { scanFile } from '../../../server/pipeline.js';
import { createSourceReader } from '../../../server/project.js';
import { FIB } from '../../support/judge.js';
import { inProject, type Project } from '../../support/project.js';

const files = {
  'lib/table.ts': `${FIB}export const table = { scale: 1 };
export class Scale { static of(x: number): number { return fib(x) * table.scale; } }
export const all = (xs: number[]): number[] => xs.map((x) => Scale.of(x));
`,
  'lib/index.ts': "export * from './table.js';\n",
  'main.ts': "import { all, table } from './lib/index.js';\ntable.scale = 3;\nconsole.log(all([20, 21]));\n",
  'other.ts': "import { fib } from './lib/table.js';\nconsole.log(fib(3));\n",
};

const verdictIn = (project: Project): string =>
  scanFile(createSourceReader(), project.at('lib/table.ts'))[0]!.verdict.kind;

it('finds the files that import a file, directly or not', () =>
  inProject(files, (project) => {
    const found = createImporters().of(project.at('lib/table.ts')).toSorted();
    expect(found).toEqual(['lib/index.ts', 'main.ts', 'other.ts'].map((name) => project.at(name)));
    expect(createImporters().of(project.at('main.ts'))).toEqual([]);
  }));

it('sees what an importer does to what it imports, though only the file itself is asked about', () =>
  inProject(files, (project) => {
    expect(verdictIn(project)).toBe('refused');
    project.write('main.ts', files['main.ts'].replace('table.scale = 3;\n', ''));
    expect(verdictIn(project)).toBe('independent');
  }));
