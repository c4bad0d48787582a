/**
 * Makes the checkout ready to use: installs the dependencies when they are missing or out of date, builds when a source is newer than `dist/`.
 * Runs before `npm test` and `npm start`, on a fresh clone too, and so uses nothing but Node itself.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = ['server', 'runtime', 'extension', 'package.json', 'package-lock.json'];

function installedPackages() {
  try {
    return JSON.parse(readFileSync(path.join(root, 'node_modules/.package-lock.json'), 'utf8')).packages;
  } catch {
    return {};
  }
}

/** npm leaves a copy of the lock file in `node_modules`; optional packages of other platforms are not in it. */
function isInstalled() {
  const wanted = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = installedPackages();
  return Object.entries(wanted).every(
    ([folder, { version, optional }]) => folder === '' || optional || installed[folder]?.version === version,
  );
}

/** Runs npm, without a shell wherever npm itself started this script. */
export function npm(args, { cwd = root, stdio = 'inherit' } = {}) {
  const script = process.env.npm_execpath;
  return script && /npm-cli\.c?js$/.test(script)
    ? spawnSync(process.execPath, [script, ...args], { cwd, stdio })
    : spawnSync('npm', args, { cwd, stdio, shell: process.platform === 'win32' });
}

function install() {
  console.log('Installing the dependencies (npm ci), the first time only …');
  const { status, error } = npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  if (status !== 0) throw new Error(`npm ci failed${error ? `: ${error.message}` : ''}`);
}

function newestChange(file) {
  const stats = statSync(file);
  if (!stats.isDirectory()) return stats.mtimeMs;
  const inside = readdirSync(file).filter((name) => name !== 'node_modules' && !name.endsWith('.md'));
  return Math.max(stats.mtimeMs, ...inside.map((name) => newestChange(path.join(file, name))));
}

function isBuilt() {
  const stamp = path.join(root, 'dist/.built');
  if (!existsSync(stamp)) return false;
  const built = statSync(stamp).mtimeMs;
  return sources.every((source) => newestChange(path.join(root, source)) <= built);
}

function build() {
  const { status } = spawnSync(process.execPath, [path.join(root, 'extension/build.mjs')], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('the build failed');
}

/** Installs and builds what is missing; throws when either fails. */
export function prepare() {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    throw new Error(`Looppool needs Node 20 or later, and this is ${process.version}`);
  }
  if (!isInstalled()) install();
  if (!isBuilt()) build();
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    prepare();
  } catch (error) {
    console.error(`Not ready: ${error.message}.`);
    process.exit(1);
  }
}
