/** Where the programs lie that the session starts. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { TimingError } from '../timingError.js';

/**
 * The program `<name>.entry.ts`, built: it lies beside the running bundle. In a run from source (the tests)
 * it is bundled into `scratch` on the spot.
 */
export async function entryFile(name: 'record' | 'call' | 'measure' | 'profile', scratch: string): Promise<string> {
  const here = path.dirname(fileURLToPath(import.meta.url));
  const built = path.join(here, `${name}.js`);
  const source = path.join(here, '..', `${name}.entry.ts`);
  if (!existsSync(source) && existsSync(built)) return built;
  if (!existsSync(source)) throw new TimingError(`${built} is missing: this copy of Looppool is not complete.`);
  const outfile = path.join(scratch, `${name}.mjs`);
  const { build } = (await import(
    pathToFileURL(path.resolve(here, '../../../node_modules/esbuild/lib/main.js')).href
  )) as typeof import('esbuild');
  await build({
    entryPoints: [source],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    logLevel: 'error',
  });
  return outfile;
}
