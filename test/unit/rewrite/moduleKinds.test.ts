import { expect, it } from 'vitest';
import { inProject } from '../../support/project.js';
import { fixAll } from '../../support/rewrite.js';

const PROGRAM = `import { fib } from './lib.js';
const sizes = [5, 6, 7];
console.log(sizes.map((n) => fib(n)));
`;
const LIB = 'export function fib(n) { return n < 2 ? n : fib(n - 1) + fib(n - 2); }\n';

it.each([
  // Node takes JavaScript with an import for a module, whatever the package says of itself.
  ['main.js', '{}', 'import.meta.url'],
  ['main.js', '{ "type": "module" }', 'import.meta.url'],
  ['main.mjs', '{ "type": "commonjs" }', 'import.meta.url'],
  ['main.ts', '{ "type": "commonjs" }', '__filename'],
  ['main.ts', '{ "type": "module" }', 'import.meta.url'],
])('%s in a package %s is found again by %s', (file, manifest, url) =>
  inProject({ 'package.json': manifest, [file]: PROGRAM, 'lib.js': LIB }, (project) => {
    const [, tasks] = fixAll(project, file).files;
    expect(project.read(tasks!)).toContain(`task(${url}, 'fibItem'`);
  }),
);
