import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { detect } from 'package-manager-detector/detect';
import { shown, UsageError } from './paths.js';

/**
 * `looppool init`: adds the runtime that ships with this program to the nearest package.json, without the network.
 *
 * @param distribution the folder with `looppool-<version>.tgz`
 */
export async function init(folder: string, distribution: string): Promise<number> {
  const home = nearestPackage(path.resolve(folder));
  if (!home) throw new UsageError(`${folder}: no package.json here or above; run \`npm init\` first`);
  const archive = readdirSync(distribution).find((name) => /^looppool-.*\.tgz$/.test(name));
  if (!archive)
    throw new UsageError('the runtime is missing from this installation of looppool; build or install it again');
  const manifest = path.join(home, 'package.json');
  const text = readFileSync(manifest, 'utf8');
  let parsed: { dependencies?: Record<string, string> };
  try {
    parsed = JSON.parse(text) as typeof parsed;
  } catch {
    throw new UsageError(`${shown(manifest)} is not valid JSON; nothing was changed`);
  }
  const wanted = `file:vendor/${archive}`;
  mkdirSync(path.join(home, 'vendor'), { recursive: true });
  copyFileSync(path.join(distribution, archive), path.join(home, 'vendor', archive));
  if (parsed.dependencies?.looppool !== wanted) {
    const indent = /^([ \t]+)"/m.exec(text)?.[1] ?? '  ';
    const dependencies = { ...parsed.dependencies, looppool: wanted };
    writeFileSync(
      manifest,
      JSON.stringify({ ...parsed, dependencies }, null, indent) + (text.endsWith('\n') ? '\n' : ''),
    );
  }
  const manager = (await detect({ cwd: home }))?.agent.split('@')[0] ?? 'npm';
  process.stdout.write(`added looppool to ${shown(manifest)} (${wanted})\nnow run: ${manager} install\n`);
  return 0;
}

function nearestPackage(folder: string): string | null {
  for (let at = folder; ; at = path.dirname(at)) {
    if (existsSync(path.join(at, 'package.json'))) return at;
    if (path.dirname(at) === at) return null;
  }
}
