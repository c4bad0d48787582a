/** Builds the package: one CommonJS bundle, so that `import` and `require` share one pool, and a thin ES module around it. */
import { execFile } from 'node:child_process';
import { copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const require = createRequire(import.meta.url);

/**
 * Leaves a complete package in `outDir`, which `npm install` accepts offline, and its tarball beside it.
 * @param {string} outDir
 * @returns {Promise<{ tarball: string }>}
 */
export async function buildRuntime(outDir = join(root, 'dist', 'runtime')) {
  const out = resolve(outDir);
  await rm(out, { recursive: true, force: true });
  await mkdir(out, { recursive: true });
  const manifest = JSON.parse(await readFile(join(here, 'package.json'), 'utf8'));
  await build({
    entryPoints: {
      index: join(here, 'index.ts'),
      supervisor: join(here, 'workers', 'supervisor.ts'),
      taskWorker: join(here, 'workers', 'worker.ts'),
      // Piscina looks for it by this name, in the folder of its own code.
      worker: join(dirname(require.resolve('piscina')), 'worker.js'),
    },
    outdir: out,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['@napi-rs/nice'],
    legalComments: 'inline',
    logLevel: 'warning',
  });
  await declarations(out);
  const names = await exportNames();
  // Node searches CommonJS that an ES module imports for names of exports, in every thread anew: for the bundle, up to Node 22 that takes
  // longer than starting the thread. This file it is done with at once.
  await writeFile(join(out, 'api.js'), "const api = require('./index.js');\nmodule.exports = api;\n");
  await writeFile(
    join(out, 'index.mjs'),
    `import looppool from './api.js';\nexport const { ${names.join(', ')} } = looppool;\n`,
  );
  await writeFile(join(out, 'index.d.mts'), "export * from './types/index.js';\n");
  await copyFile(join(here, 'probe.ts'), join(out, 'probe.ts'));
  await writeFile(join(out, 'package.json'), `${JSON.stringify(published(manifest), null, 2)}\n`);
  await copyFile(join(here, 'README.md'), join(out, 'README.md'));
  await copyFile(join(root, 'LICENSE'), join(out, 'LICENSE')).catch((error) => {
    if (error.code !== 'ENOENT') throw error;
  });
  return { tarball: await pack(out, manifest) };
}

/** Names of what the package exports. */
async function exportNames() {
  const { metafile } = await build({
    entryPoints: [join(here, 'index.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    write: false,
    metafile: true,
    outfile: 'index.mjs',
  });
  return Object.values(metafile.outputs)[0].exports;
}

function published({ type: _, ...manifest }) {
  return {
    ...manifest,
    type: 'commonjs',
    main: './index.js',
    types: './types/index.d.ts',
    exports: {
      '.': {
        import: { types: './index.d.mts', default: './index.mjs' },
        require: { types: './types/index.d.ts', default: './index.js' },
      },
      './package.json': './package.json',
    },
    sideEffects: true,
  };
}

/** The types that the public ones mention, without what is marked internal. */
async function declarations(out) {
  const { default: ts } = await import('typescript');
  const config = ts.parseJsonConfigFileContent(
    ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config,
    ts.sys,
    root,
  );
  const program = ts.createProgram([join(here, 'index.ts')], {
    ...config.options,
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    stripInternal: true,
    outDir: join(out, 'types'),
    rootDir: here,
  });
  const texts = new Map();
  const result = program.emit(undefined, (file, text) => texts.set(resolve(file), text));
  const errors = result.diagnostics
    .concat(program.getSyntacticDiagnostics())
    .filter((d) => d.category === ts.DiagnosticCategory.Error);
  if (result.emitSkipped || errors.length > 0) {
    throw new Error(
      `types of the runtime: ${ts.formatDiagnostics(errors, { getCurrentDirectory: () => root, getCanonicalFileName: (f) => f, getNewLine: () => '\n' })}`,
    );
  }
  const written = new Set();
  const pending = [join(out, 'types', 'index.d.ts')];
  for (let file = pending.pop(); file !== undefined; file = pending.pop()) {
    if (written.has(file)) continue;
    written.add(file);
    const text = texts.get(file);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
    for (const [, name] of text.matchAll(/from '(\.[^']+)\.js'/g)) pending.push(resolve(dirname(file), `${name}.d.ts`));
  }
}

async function pack(out, { name, version }) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const destination = dirname(out);
  const { stdout } = await promisify(execFile)(
    npm,
    ['pack', '--json', '--ignore-scripts', '--offline', '--pack-destination', destination],
    {
      cwd: out,
      shell: process.platform === 'win32',
    },
  );
  const [{ filename }] = JSON.parse(stdout);
  const tarball = join(destination, `${name}-${version}.tgz`);
  if (filename !== `${name}-${version}.tgz`) await rename(join(destination, filename), tarball);
  return tarball;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { tarball } = await buildRuntime(process.argv[2]);
  process.stdout.write(`${tarball}\n`);
}
