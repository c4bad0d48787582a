/**
 * Every way to run a program that the README's table has a row for.
 * `packages`: what npm fetches; `files`: the program; `steps`: commands, run one after another in its folder. `$node` is the Node
 * of the row, `$bin` the folder of the fetched packages' commands.
 */
import { commonJs, commonJsTypeScript, esm, esmTypeScript, inTest, strippedTypeScript } from './programs.mjs';

const node = (major, files, kind) => ({
  where: `Node ${major}`,
  how: kind,
  node: major,
  files,
  steps: [['$node', 'main.js']],
});

const esbuild = ['--bundle', '--minify', '--platform=node', '--format=esm', '--outdir=out'];
const rollup = `import resolve from '@rollup/plugin-node-resolve';
import commonjs from '@rollup/plugin-commonjs';`;
const vite = (external, input) =>
  `export default { build: { ssr: true, minify: true, outDir: 'out', rollupOptions: { ${input} } }, ssr: { ${external} } };`;
const vitePackages = { vite: '8.3.8' };

export const rows = [
  ...[20, 22, 24, 26].flatMap((major) => [node(major, esm, 'ES modules'), node(major, commonJs, 'CommonJS')]),
  ...[24, 26].map((major) => ({
    where: `Node ${major}`,
    how: 'TypeScript, types stripped',
    node: major,
    files: strippedTypeScript,
    steps: [['$node', 'main.ts']],
  })),
  { where: 'Bun', how: 'ES modules', packages: { bun: '1.4.5' }, files: esm, steps: [['$bin/bun', 'main.js']] },
  {
    where: 'Deno',
    how: 'ES modules',
    packages: { deno: '2.9.6' },
    files: esm,
    steps: [['$bin/deno', 'run', '-A', '--node-modules-dir=manual', 'main.js']],
  },
  ...[20, 24].map((major) => ({
    where: 'tsx',
    how: `ES modules, Node ${major}`,
    node: major,
    packages: { tsx: '4.23.15' },
    files: esmTypeScript,
    steps: [['$node', '$modules/tsx/dist/cli.mjs', 'main.ts']],
  })),
  {
    where: 'ts-node',
    how: 'CommonJS',
    packages: { 'ts-node': '10.9.2', typescript: '5.9.3' },
    files: commonJsTypeScript,
    steps: [['$node', '$modules/ts-node/dist/bin.js', '--transpile-only', 'main.ts']],
  },
  {
    where: 'tsc',
    how: 'its output',
    packages: { typescript: '5.9.3' },
    files: esmTypeScript,
    steps: [
      ['$node', '$modules/typescript/bin/tsc'],
      ['$node', 'out/main.js'],
    ],
  },
  {
    where: 'node --test',
    how: 'ES modules',
    files: inTest(esm, 'loop.test.js', "import { test } from 'node:test';"),
    steps: [['$node', '--test']],
  },
  {
    where: 'vitest',
    how: 'ES modules',
    packages: { vitest: '4.1.12' },
    files: inTest(esm, 'loop.test.js', "import { test } from 'vitest';"),
    steps: [['$node', '$modules/vitest/vitest.mjs', 'run']],
  },
  {
    where: 'jest',
    how: 'CommonJS',
    packages: { jest: '30.5.2' },
    files: inTest(commonJs, 'loop.test.js', ''),
    steps: [['$node', '$modules/jest/bin/jest.js']],
  },
  {
    where: 'esbuild',
    how: 'minified, with the setting',
    packages: { esbuild: '0.28.2' },
    files: esm,
    steps: [
      ['$bin/esbuild', 'main.js', 'loops.tasks.js', '--external:looppool', '--external:*.tasks.js', ...esbuild],
      ['$node', 'out/main.js'],
    ],
  },
  {
    where: 'esbuild',
    how: 'minified, into one file',
    packages: { esbuild: '0.28.2' },
    files: esm,
    bundled: true,
    steps: [
      [
        '$bin/esbuild',
        'main.js',
        ...esbuild.filter((flag) => !flag.includes('esm')),
        '--format=cjs',
        '--out-extension:.js=.cjs',
      ],
      ['$node', 'out/main.cjs'],
    ],
  },
  {
    where: 'rollup',
    how: 'with the setting',
    packages: { rollup: '4.68.7' },
    files: {
      ...esm,
      'rollup.config.js': `export default { input: ['main.js', 'loops.tasks.js'], external: ['looppool'], output: { dir: 'out', compact: true } };`,
    },
    steps: [
      ['$node', '$modules/rollup/dist/bin/rollup', '-c', '--silent'],
      ['$node', 'out/main.js'],
    ],
  },
  {
    where: 'rollup',
    how: 'into one file',
    packages: { rollup: '4.68.7', '@rollup/plugin-node-resolve': '16.0.3', '@rollup/plugin-commonjs': '29.0.3' },
    files: {
      ...esm,
      'rollup.config.js': `${rollup}
export default { input: 'main.js', plugins: [resolve({ preferBuiltins: true }), commonjs()], output: { dir: 'out' } };`,
    },
    bundled: true,
    steps: [
      ['$node', '$modules/rollup/dist/bin/rollup', '-c', '--silent'],
      ['$node', 'out/main.js'],
    ],
  },
  {
    where: 'vite',
    how: 'minified, with the setting',
    packages: vitePackages,
    files: { ...esm, 'vite.config.js': vite("external: ['looppool']", "input: ['main.js', 'loops.tasks.js']") },
    steps: [
      ['$node', '$modules/vite/bin/vite.js', 'build', '--logLevel=error'],
      ['$node', 'out/main.js'],
    ],
  },
  {
    where: 'vite',
    how: 'minified, into one file',
    packages: vitePackages,
    files: { ...esm, 'vite.config.js': vite('noExternal: true', "input: ['main.js']") },
    bundled: true,
    steps: [
      ['$node', '$modules/vite/bin/vite.js', 'build', '--logLevel=error'],
      ['$node', 'out/main.js'],
    ],
  },
  {
    where: 'webpack',
    how: 'minified, with the setting',
    packages: { webpack: '5.112.2', 'webpack-cli': '7.3.1' },
    files: {
      ...esm,
      'webpack.config.js': `export default {
  mode: 'production',
  target: 'node',
  entry: { main: './main.js', 'loops.tasks': './loops.tasks.js' },
  experiments: { outputModule: true },
  output: { module: true, filename: '[name].js', path: import.meta.dirname + '/out', library: { type: 'module' } },
  externalsType: 'module',
  externals: ({ request, contextInfo }, done) =>
    contextInfo.issuer && /^looppool$|\\.tasks\\.js$/.test(request) ? done(null, request) : done(),
  module: { parser: { javascript: { importMeta: false } } },
};`,
    },
    steps: [
      ['$node', '$modules/webpack/bin/webpack.js'],
      ['$node', 'out/main.js'],
    ],
  },
  {
    where: 'webpack',
    how: 'minified, into one file',
    packages: { webpack: '5.112.2', 'webpack-cli': '7.3.1' },
    files: {
      ...esm,
      'webpack.config.js': `export default { mode: 'production', target: 'node', entry: './main.js', output: { filename: 'main.cjs', path: import.meta.dirname + '/out' } };`,
    },
    bundled: true,
    steps: [
      ['$node', '$modules/webpack/bin/webpack.js'],
      ['$node', 'out/main.cjs'],
    ],
  },
];
