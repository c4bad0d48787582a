import path from 'node:path';
import { build } from 'esbuild';
import { root } from '../../support/project.js';

/** A module of `test/editor/suite` that exports `run`. */
export type Suite = 'index' | 'repository';

/** Bundles a suite for the extension host, mocha included, to one file. */
export async function bundleSuite(suite: Suite, outfile: string): Promise<void> {
  await build({
    entryPoints: [path.join(root, `test/editor/suite/${suite}.ts`)],
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
