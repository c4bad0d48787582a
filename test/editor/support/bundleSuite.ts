import path from 'node:path';
import { build } from 'esbuild';
import { root } from '../../support/project.js';

/** Bundles the suite for the extension host, mocha included, to one file. */
export async function bundleSuite(outfile: string): Promise<void> {
  await build({
    entryPoints: [path.join(root, 'test/editor/suite/index.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    sourcemap: 'inline',
    logLevel: 'error',
  });
}
