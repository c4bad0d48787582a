/** What tests fetch from the npm registry, kept in the user's cache folder: other versions of Node, and tools of other people. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { npm } from '../../extension/prepare.mjs';

const cache = path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'looppool', 'engines');
const current = Number(process.versions.node.split('.')[0]);

/**
 * Installs packages into a folder of the cache, unless they are there.
 * @param {string} name Of the folder.
 * @param {Record<string, string>} packages Version by name.
 * @returns {string} Path of its `node_modules`.
 */
export function fetchPackages(name, packages, flags = []) {
  const folder = path.join(cache, name);
  const modules = path.join(folder, 'node_modules');
  if (Object.entries(packages).every(([wanted, version]) => isThere(path.join(modules, wanted), version)))
    return modules;
  const wanted = Object.entries(packages).map(([wanted, version]) => `${wanted}@${version}`);
  console.log(`Installing ${wanted.join(', ')} …`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  const { status } = npm(['install', '--no-audit', '--no-fund', '--loglevel=error', ...flags, ...wanted], {
    cwd: folder,
  });
  if (status !== 0) throw new Error(`npm could not install ${wanted.join(', ')}`);
  return modules;
}

function isThere(folder, wanted) {
  const manifest = path.join(folder, 'package.json');
  if (!existsSync(manifest)) return false;
  const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
  return version === wanted || version.startsWith(`${wanted}.`);
}

/** Path of the binary of one major version of Node, fetched if need be; throws when it cannot be had. */
export function findNode(major) {
  if (major === current) return process.execPath;
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const modules = fetchPackages(`node-${major}`, { [name]: String(major) }, ['--ignore-scripts']);
  const binary = path.join(modules, name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  const version = execFileSync(binary, ['--version'], { encoding: 'utf8' }).trim();
  if (!version.startsWith(`v${major}.`)) throw new Error(`${binary} is ${version}`);
  return binary;
}
