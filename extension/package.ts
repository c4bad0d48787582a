/** `npm run package`: `dist/looppool-<version>.vsix`, which works without the repository, its `node_modules` and the network. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { createVSIX } from '@vscode/vsce';

const root = path.join(import.meta.dirname, '..');

/**
 * Packages what `npm run build` has left in `dist/`.
 *
 * @param folder where the `.vsix` goes
 * @returns the path of the `.vsix`
 */
export async function packageExtension(folder = path.join(root, 'dist')): Promise<string> {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
  const packagePath = path.join(folder, `looppool-${version}.vsix`);
  const { log } = console;
  console.log = () => undefined; // vsce prints every file, and has no option against it
  try {
    await createVSIX({
      cwd: root,
      packagePath,
      dependencies: false, // they are in the bundles
      allowMissingRepository: true,
      rewriteRelativeLinks: false,
    });
  } finally {
    console.log = log;
  }
  return packagePath;
}

if (process.argv[1] === import.meta.filename) {
  const file = await packageExtension();
  console.log(`${path.relative(root, file)} ${(statSync(file).size / 1e6).toFixed(1)} MB`);
}
