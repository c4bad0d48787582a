/** Packages of the npm registry as they are published, for tests over code that others wrote. Kept in the user's cache folder. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const cache = path.join(process.env['XDG_CACHE_HOME'] || path.join(os.homedir(), '.cache'), 'looppool', 'sources');

/** @returns the folder of one version of a package, outside of `node_modules`; null where it cannot be had */
export function packageSources(name: string, version: string): string | null {
  const home = path.join(cache, `${name}-${version}`);
  const folder = path.join(home, 'package');
  if (existsSync(path.join(folder, 'package.json'))) return withRuntime(home, folder);
  mkdirSync(home, { recursive: true });
  writeFileSync(path.join(home, 'package.json'), '{ "private": true }\n');
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock', '--loglevel=error'];
  spawnSync('npm', ['install', ...flags, `${name}@${version}`], {
    cwd: home,
    stdio: 'ignore',
    shell: process.platform === 'win32',
  });
  const installed = path.join(home, 'node_modules', name);
  if (!existsSync(path.join(installed, 'package.json'))) return null;
  cpSync(installed, folder, { recursive: true });
  return withRuntime(home, folder);
}

/** Rewritten sources find the runtime, and its types, where an installed one would be. */
function withRuntime(home: string, folder: string): string {
  const link = path.join(home, 'node_modules', 'looppool');
  rmSync(link, { recursive: true, force: true });
  mkdirSync(path.dirname(link), { recursive: true });
  symlinkSync(path.resolve(import.meta.dirname, '../../dist/runtime'), link, 'junction');
  return folder;
}
