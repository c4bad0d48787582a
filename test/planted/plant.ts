/** Builds the server with one planted bug, in memory: no source is touched. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { root } from '../support/project.js';
import type { Server } from '../support/rewrite.js';
import type { PlantedBug } from './plantedBug.js';

let built = 0;

/** The server with a bug, or as it is without one; throws where the bug's text is not, or no longer, there exactly once. */
export async function serverWith(bug: PlantedBug | null): Promise<Server> {
  const folder = path.join(root, 'tmp');
  const outfile = path.join(folder, `planted-${process.pid}-${built++}.mjs`);
  mkdirSync(folder, { recursive: true });
  try {
    await build({
      stdin: {
        contents: [
          "export { fix } from './server/cli/fix.js';",
          "export { scanFile } from './server/pipeline.js';",
          "export { createSourceReader } from './server/project.js';",
        ].join('\n'),
        resolveDir: root,
        loader: 'ts',
      },
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      target: 'node20',
      logLevel: 'silent',
      outfile,
      plugins: bug
        ? [{ name: 'bug', setup: (plugin) => plugin.onLoad({ filter: /\.ts$/ }, ({ path: file }) => load(bug, file)) }]
        : [],
    });
    return (await import(pathToFileURL(outfile).href)) as Server;
  } finally {
    rmSync(outfile, { force: true });
  }
}

function load(bug: PlantedBug, file: string): { contents: string; loader: 'ts' } | undefined {
  if (path.relative(path.join(root, 'server'), file).split(path.sep).join('/') !== bug.file) return undefined;
  const parts = readFileSync(file, 'utf8').split(bug.find);
  if (parts.length !== 2)
    throw new Error(`server/${bug.file} has \`${bug.find}\` ${parts.length - 1} times: plant the bug anew`);
  return { contents: parts.join(bug.replace), loader: 'ts' };
}
