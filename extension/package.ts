/** `npm run package`: `dist/looppool-<version>.vsix`, which works without the repository, its `node_modules` and the network. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { createVSIX } from '@vscode/vsce';

const root = path.join(import.meta.dirname, '..');

/** Packages what `npm run build` has left in `dist/`; returns the path of the `.vsix`. */
export async function packageExtension(): Promise<string> {
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
  const packagePath = path.join(root, `dist/looppool-${version}.vsix`);
  await createVSIX({
    cwd: root,
    packagePath,
    dependencies: false, // they are in the bundles
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  console.log(`${path.relative(root, packagePath)} ${(statSync(packagePath).size / 1e6).toFixed(1)} MB`);
  return packagePath;
}

if (process.argv[1] === import.meta.filename) await packageExtension();
