/**
 * `npm run build`: bundles every entry point into `dist/`, and the runtime package with its tarball beside them.
 *
 *   server/cli.ts            → dist/cli.js        the terminal
 *   server/main.ts           → dist/server.js     the language server
 *   server/timing/*.entry.ts → dist/*.js          what the timing session starts
 *   extension/main.ts        → dist/extension.cjs the editor client, which VS Code 1.91 can only load as CommonJS
 *                            → dist/extension.js  the same for whoever imports an ES module
 *   @types/node              → dist/nodeTypes.json for projects that have not installed it
 *   runtime/                 → dist/runtime/, dist/looppool-<version>.tgz
 *
 * The bundles carry what they import, TypeScript and its library declarations included, so that `dist/` runs without `node_modules`.
 */
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build as bundle } from 'esbuild';
import { ts } from 'ts-morph';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = path.join(root, 'dist');

/** Written last: what `prepare.mjs` compares the sources with. */
const stamp = path.join(dist, '.built');

/** Modules in CommonJS, such as TypeScript, expect these names; an ES module has to make them. */
const commonJsNames = [
  "import { createRequire as __createRequire } from 'node:module';",
  "import { fileURLToPath as __fileURLToPath } from 'node:url';",
  'const require = __createRequire(import.meta.url);',
  'const __bundleFile = __fileURLToPath(import.meta.url);',
  "const __bundleFolder = __fileURLToPath(new URL('.', import.meta.url));",
].join('\n');

function entries() {
  const found = [
    { source: 'server/cli.ts', output: 'cli.js', command: true },
    { source: 'server/main.ts', output: 'server.js' },
    { source: 'extension/main.ts', output: 'extension.cjs', format: 'cjs', external: ['vscode'] },
  ];
  const timing = path.join(root, 'server/timing');
  for (const file of existsSync(timing) ? readdirSync(timing).sort() : []) {
    if (file.endsWith('.entry.ts')) {
      found.push({ source: `server/timing/${file}`, output: file.replace(/\.entry\.ts$/, '.js') });
    }
  }
  return found.filter(({ source }) => existsSync(path.join(root, source)));
}

/**
 * What the bundles have in the place of ts-morph: what is used of TypeScript, as a plain object. Every `ts.isIdentifier` of the
 * CommonJS module goes through two getters, and an object of all its 2,000 names is a hash table: both can be seen in a scan.
 */
const plainTypeScript = {
  name: 'plain-typescript',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^ts-morph$/ }, () => ({ path: 'typescript', namespace: 'plain' }));
    onLoad({ filter: /^typescript$/, namespace: 'plain' }, () => {
      const members = namesUsed()
        .map((name) => `${name}: all.${name}`)
        .join(', ');
      const contents = `import common from '@ts-morph/common';\nconst all = common.ts;\nexport const ts = { ${members} };\n`;
      return { contents, resolveDir: root };
    });
  },
};

/**
 * The names that the sources use as `ts.name`, those of types apart.
 * @throws Error where `ts` is used in another way: a name that is not seen here would be undefined in the bundles
 */
function namesUsed() {
  const server = path.join(root, 'server');
  const names = new Set();
  for (const file of readdirSync(server, { recursive: true }).filter((name) => name.endsWith('.ts'))) {
    const source = ts.createSourceFile(
      file,
      readFileSync(path.join(server, file), 'utf8'),
      ts.ScriptTarget.Latest,
      true,
    );
    const visit = (node) => {
      const { parent } = node;
      if (ts.isPropertyAccessExpression(node) && node.expression.getText() === 'ts') names.add(node.name.text);
      else if (ts.isIdentifier(node) && node.text === 'ts' && !isNamed(node, parent)) {
        const { line } = source.getLineAndCharacterOfPosition(node.getStart());
        throw new Error(`server/${file}:${line + 1}: \`ts\` is used otherwise than as \`ts.name\``);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return [...names].filter((name) => name in ts).sort();
}

/** Whether a `ts` is imported, is part of a type, or has its member named. */
function isNamed(node, parent) {
  if (ts.isImportSpecifier(parent) || ts.isQualifiedName(parent)) return true;
  return ts.isPropertyAccessExpression(parent);
}

async function bundleEntry({ source, output, format = 'esm', command = false, external = [] }) {
  const outfile = path.join(dist, output);
  await bundle({
    absWorkingDir: root,
    entryPoints: [source],
    outfile,
    bundle: true,
    platform: 'node',
    format,
    target: 'node20',
    external,
    plugins: [plainTypeScript],
    mainFields: ['module', 'main'],
    minifyWhitespace: true,
    minifySyntax: true, // names stay, so that a stack trace in a bug report can be read
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'external',
    logLevel: 'warning',
    ...(format === 'esm' ? { define: { __filename: '__bundleFile', __dirname: '__bundleFolder' } } : {}),
    banner: { js: (command ? '#!/usr/bin/env node\n' : '') + (format === 'esm' ? commonJsNames : '') },
  });
  if (command) chmodSync(outfile, 0o755);
  return outfile;
}

/** All declarations of Node in one file, by their names below `node_modules`; read by server/shippedTypes.ts. */
function packNodeTypes() {
  const modules = path.join(root, 'node_modules');
  const names = ['@types/node', 'undici-types'].flatMap((name) =>
    readdirSync(path.join(modules, name), { recursive: true })
      .filter((file) => /\.d\.ts$|package\.json$/.test(file))
      .map((file) => `${name}/${file.replaceAll('\\', '/')}`),
  );
  const texts = Object.fromEntries(names.sort().map((name) => [name, readFileSync(path.join(modules, name), 'utf8')]));
  const packed = path.join(dist, 'nodeTypes.json');
  writeFileSync(packed, JSON.stringify(texts));
  return packed;
}

/** Built aside and then put in place, so that programs under test always find a whole package. */
async function buildRuntimePackage() {
  const script = path.join(root, 'runtime/build.mjs');
  if (!existsSync(script)) return [];
  const { buildRuntime } = await import(pathToFileURL(script).href);
  const aside = mkdtempSync(path.join(os.tmpdir(), 'looppool-build-'));
  try {
    const { tarball } = await buildRuntime(path.join(aside, 'runtime'));
    const packed = path.join(dist, path.basename(tarball));
    copyFileSync(tarball, packed);
    rmSync(path.join(dist, 'runtime'), { recursive: true, force: true });
    cpSync(path.join(aside, 'runtime'), path.join(dist, 'runtime'), { recursive: true });
    return [packed];
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}

function describeSize(file) {
  const bytes = statSync(file).size;
  const size = bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
  return `${path.relative(root, file).replaceAll('\\', '/')} ${size}`;
}

const started = performance.now();
mkdirSync(dist, { recursive: true });
rmSync(stamp, { force: true });
writeFileSync(path.join(dist, 'extension.js'), "export { activate } from './extension.cjs';\n");
const files = [...(await Promise.all(entries().map(bundleEntry))), packNodeTypes(), ...(await buildRuntimePackage())];
writeFileSync(stamp, '');
const seconds = ((performance.now() - started) / 1000).toFixed(1);
console.log(`Built in ${seconds} s: ${files.map(describeSize).join(' · ')}`);
