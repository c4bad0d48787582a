/**
 * A VS Code that can be had from the npm registry: code-server, which is VS Code in a browser, and the Node that it wants.
 * Both are installed once into the user's cache folder, outside the project's `node_modules`, and reused from there.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const CODE_SERVER = '4.139.1';
const NODE = '24.21.0';

export interface InstalledEditor {
  /** The Node that runs it: a path. */
  readonly node: string;
  /** The script that starts it: a path. */
  readonly entry: string;
}

const cache = path.join(process.env['XDG_CACHE_HOME'] || path.join(os.homedir(), '.cache'), 'looppool', 'editors');
const folder = path.join(cache, `code-server-${CODE_SERVER}-node-${NODE}`);
const system = process.platform === 'win32' ? 'win' : process.platform;
const nodePackage = `node-${system}-${process.arch}`;

function inFolder(base: string): InstalledEditor {
  const modules = path.join(base, 'node_modules');
  return {
    node: path.join(modules, nodePackage, 'bin', process.platform === 'win32' ? 'node.exe' : 'node'),
    entry: path.join(modules, 'code-server/out/node/entry.js'),
  };
}

/** The code-server of the cache, or null where none is installed. */
export function findEditor(): InstalledEditor | null {
  return existsSync(folder) ? inFolder(folder) : null;
}

/**
 * The code-server of the cache, installed if need be: about a minute and 800 MB.
 *
 * @param say told what is going on, one line at a time
 * @throws Error where the registry does not give it
 */
export async function installEditor(say: (line: string) => void): Promise<InstalledEditor> {
  const found = findEditor();
  if (found) return found;
  say(`Installing VS Code in a browser (code-server ${CODE_SERVER}, 800 MB) into ${folder}, the first time only …`);
  mkdirSync(cache, { recursive: true });
  // Put in place when it is whole, so that an interrupted installation is never mistaken for a good one.
  const aside = mkdtempSync(path.join(cache, 'installing-'));
  try {
    writeFileSync(path.join(aside, 'package.json'), '{ "private": true }\n');
    await npmInstall(aside, [`${nodePackage}@${NODE}`, `code-server@${CODE_SERVER}`]);
    // VS Code itself comes without its packages, in two folders.
    const code = path.join(aside, 'node_modules/code-server/lib/vscode');
    await npmInstall(code, []);
    await npmInstall(path.join(code, 'extensions'), []);
    if (!existsSync(folder)) renameSync(aside, folder);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
  return inFolder(folder);
}

async function npmInstall(cwd: string, packages: readonly string[]): Promise<void> {
  const args = [
    'install',
    '--omit=dev',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    '--fetch-retries=1',
    ...packages,
  ];
  // Packages are taken as they are: what they would compile or download is not needed.
  const env = { ...process.env, npm_config_ignore_scripts: 'true' };
  const stdio: ['ignore', 'ignore', 'inherit'] = ['ignore', 'ignore', 'inherit'];
  const child = spawn('npm', args, { cwd, env, stdio, shell: process.platform === 'win32' });
  const [status] = (await once(child, 'close')) as [number | null];
  if (status !== 0) throw new Error('npm could not install code-server');
}
