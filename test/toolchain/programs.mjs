/** The program that every row of the matrix runs, in the dialects that the rows need. It prints what became of its items. */

const body = `
const results = pool.mapSync(square, range(40), { k: 2 }, { inline: 'never' });
const right = results.every((y, x) => y === 2 * x * x);
console.log('LOOPPOOL ' + JSON.stringify({ right, workers: pool.stats.itemsInWorkers }));
`;
const task = "'square', (x, { k }) => k * x * x, { pure: true });";
const typedTask = "'square', (x: number, { k }: { k: number }): number => k * x * x, { pure: true });";

export const esm = {
  'package.json': '{ "type": "module" }',
  'loops.tasks.js': `import { task } from 'looppool';\nexport const square = task(import.meta.url, ${task}\n`,
  'main.js': `import { pool, range } from 'looppool';\nimport { square } from './loops.tasks.js';\n${body}`,
};

export const commonJs = {
  'package.json': '{}',
  'loops.tasks.js': `const { task } = require('looppool');\nexports.square = task(__filename, ${task}\n`,
  'main.js': `const { pool, range } = require('looppool');\nconst { square } = require('./loops.tasks.js');\n${body}`,
};

const compilerOptions = {
  target: 'es2022',
  module: 'nodenext',
  strict: true,
  skipLibCheck: true,
  types: [],
  outDir: 'out',
  rewriteRelativeImportExtensions: true,
};

/** @param {'js' | 'ts'} extension What the import of the tasks says. */
const typed = (extension, type, url) => ({
  'package.json': JSON.stringify({ type }),
  'tsconfig.json': JSON.stringify({ compilerOptions, include: ['*.ts'] }),
  'loops.tasks.ts': `import { task } from 'looppool';\nexport const square = task(${url}, ${typedTask}\n`,
  'main.ts': `import { pool, range } from 'looppool';\nimport { square } from './loops.tasks.${extension}';\ndeclare const console: { log(text: string): void };\n${body}`,
});
export const esmTypeScript = typed('js', 'module', 'import.meta.url');
export const strippedTypeScript = typed('ts', 'module', 'import.meta.url');
const required = typed('js', 'commonjs', '__filename');
export const commonJsTypeScript = {
  ...required,
  'main.ts': required['main.ts'].replace('./loops.tasks.js', './loops.tasks'),
  'globals.d.ts': 'declare const __filename: string;\n',
  'tsconfig.json': JSON.stringify({
    compilerOptions: { ...compilerOptions, module: 'commonjs', rewriteRelativeImportExtensions: false },
    files: ['main.ts', 'globals.d.ts'],
  }),
};

/** A test file that runs the program's main part inside a test. */
export const inTest = (files, name, header) => ({
  ...files,
  [name]: `${header}\n${files['main.js'].replace(body, '')}\ntest('loop', () => {${body}});\n`,
});
