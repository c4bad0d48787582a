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
import { plainTypeScriptModule } from './plainTypeScript.mjs';

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

/** What the bundles have in the place of ts-morph. */
const plainTypeScript = {
  name: 'plain-typescript',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^ts-morph$/ }, () => ({ path: 'typescript', namespace: 'plain' }));
    onLoad({ filter: /^typescript$/, namespace: 'plain' }, () => ({
      contents: plainTypeScriptModule('server'),
      resolveDir: root,
    }));
  },
};

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
