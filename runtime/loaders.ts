import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Loaders given as flags come along with the flags. tsx is the exception: on Node 20 and others without
 * synchronous module hooks its loader does nothing in a thread, until it is asked to.
 */
export async function prepareLoaders(): Promise<void> {
  const loader = tsxLoader([...process.execArgv, ...(process.env['NODE_OPTIONS'] ?? '').split(/\s+/)]);
  if (loader === null || (await isActive())) return;
  const require = createRequire(loader);
  const root = dirname(loader);
  (require(join(root, 'cjs', 'api', 'index.cjs')) as Registrable).register();
  ((await import(pathToFileURL(join(root, 'esm', 'api', 'index.mjs')).href)) as Registrable).register();
}

interface Registrable {
  register(): unknown;
}

/** Path of tsx's `loader.mjs` among the arguments of `--import` and `--loader`, or null. @internal */
export function tsxLoader(argv: readonly string[]): string | null {
  for (const argument of argv) {
    const value = argument.replace(/^--[\w-]+=/, '');
    if (/[\\/]tsx[\\/]dist[\\/]loader\.mjs$/.test(value))
      return value.startsWith('file:') ? fileURLToPath(value) : value;
    if (value === 'tsx' || value === 'tsx/esm') {
      try {
        return join(dirname(createRequire(join(process.cwd(), 'x')).resolve('tsx/package.json')), 'dist', 'loader.mjs');
      } catch {
        return null;
      }
    }
  }
  return null;
}

/** Whether a file that only a TypeScript loader understands can be loaded. */
async function isActive(): Promise<boolean> {
  try {
    await import(pathToFileURL(join(__dirname, 'probe.ts')).href);
    return true;
  } catch {
    return false;
  }
}
