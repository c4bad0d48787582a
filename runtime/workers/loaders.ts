import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/**
 * Loaders given as flags come along with the flags. tsx is the exception: on Node 20 and others without
 * synchronous module hooks its loader does nothing in a thread, until it is asked to.
 */
export async function prepareLoaders(): Promise<void> {
  const root = await (idleTsx ??= findIdleTsx());
  if (root === null) return;
  requireHook(root).register();
  ((await import(pathToFileURL(join(root, 'esm', 'api', 'index.mjs')).href)) as Registrable).register();
}

/**
 * Loads a module by tsx's hook for `require` alone: the one for `import` takes a second thread and 200 ms more.
 * @returns Null where that hook is not needed, fails, or might load something otherwise than `import` would.
 */
export async function requireWithTsx(url: string): Promise<unknown> {
  const root = await (idleTsx ??= findIdleTsx());
  if (root === null || !/^file:|^\W|^\w:/.test(url) || url.includes('?')) return null;
  const path = url.startsWith('file:') ? fileURLToPath(url) : url;
  const require = createRequire(path);
  const emitWarning = process.emitWarning.bind(process) as (...args: unknown[]) => void;
  // That `require` may load ES modules is no news to the user.
  process.emitWarning = (...args: unknown[]) => {
    if (args[1] !== 'ExperimentalWarning') emitWarning(...args);
  };
  const unregister = requireHook(root).register();
  const before = new Set(Object.keys(require.cache));
  try {
    const module = require(path) as unknown;
    const loaded = Object.entries(require.cache).filter(([name]) => !before.has(name));
    if (loaded.every(([, other]) => other === undefined || isTheSame(other))) return module;
  } catch {
    // `import` will tell.
  } finally {
    process.emitWarning = emitWarning;
  }
  (unregister as (() => void) | undefined)?.();
  return null;
}

/** Whether `import` would have made the same of a module and of what it imports. */
function isTheSame({ filename, exports }: NodeJS.Module): boolean {
  if (filename.startsWith(__dirname)) return true;
  // What a default import of such a module is depends on who imports it, and how.
  if (/[\\/]node_modules[\\/]/.test(filename))
    return (exports as { readonly __esModule?: boolean } | null | undefined)?.__esModule !== true;
  // Imports that come later need the other hook.
  return !/\bimport\s*\(|\bimport\.meta\.(?!url\b|dirname\b|filename\b)/.test(readFileSync(filename, 'utf8'));
}

let idleTsx: Promise<string | null> | null = null;

/** Folder of a tsx that was given as a flag, but does nothing in this thread yet; or null. */
async function findIdleTsx(): Promise<string | null> {
  const loader = tsxLoader([...process.execArgv, ...(process.env['NODE_OPTIONS'] ?? '').split(/\s+/)]);
  return loader === null || (await isActive()) ? null : dirname(loader);
}

const requireHook = (root: string): Registrable =>
  createRequire(join(root, 'x'))(join(root, 'cjs', 'api', 'index.cjs')) as Registrable;

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
