import { copyFileSync, existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { detect } from 'package-manager-detector/detect';

/** What adding the runtime to a project takes: an archive inside the project, and its name in package.json. */
export interface RuntimePlan {
  /** Absolute path of package.json. */
  readonly manifest: string;
  readonly before: string;
  /** Text of package.json afterwards; the same as before where nothing is missing. */
  readonly after: string;
  /** Absolute path of the archive inside the project. */
  readonly archive: string;
  /** What package.json says: `file:vendor/…`. */
  readonly wanted: string;
  /** Absolute path of the copy that ships with this program. */
  readonly shipped: string;
  /** What makes the project's package manager put it in place. */
  readonly install: string;
}

/** Why the runtime cannot be added, in one line. */
export class RuntimeError extends Error {}

/**
 * Plans what `looppool init` does, for the nearest package.json; changes nothing.
 *
 * @param distribution the folder with `looppool-<version>.tgz`
 * @param read the text of a file as the user sees it, or null
 */
export async function planRuntime(
  folder: string,
  distribution: string,
  read: (file: string) => string | null,
): Promise<RuntimePlan> {
  const home = nearestPackage(path.resolve(folder));
  if (!home) throw new RuntimeError(`${folder}: no package.json here or above; run \`npm init\` first`);
  const archive = readdirSync(distribution).find((name) => /^looppool-.*\.tgz$/.test(name));
  if (!archive)
    throw new RuntimeError('the runtime is missing from this installation of looppool; build or install it again');
  const manifest = path.join(home, 'package.json');
  const before = read(manifest) ?? '';
  const parsed = parse(before);
  if (!parsed) throw new RuntimeError(`${manifest} is not valid JSON; nothing was changed`);
  const wanted = `file:vendor/${archive}`;
  const indent = /^([ \t]+)"/m.exec(before)?.[1] ?? '  ';
  const changed = { ...parsed, dependencies: { ...parsed.dependencies, looppool: wanted } };
  const eol = before.includes('\r\n') ? '\r\n' : '\n';
  const text = JSON.stringify(changed, null, indent).replaceAll('\n', eol) + (before.endsWith('\n') ? eol : '');
  const manager = (await detect({ cwd: home }))?.agent.split('@')[0] ?? 'npm';
  return {
    manifest,
    before,
    after: parsed.dependencies?.['looppool'] === wanted ? before : text,
    archive: path.join(home, 'vendor', archive),
    wanted,
    shipped: path.join(distribution, archive),
    install: `${manager} install`,
  };
}

/** Puts the archive in its place. */
export function copyArchive({ archive, shipped }: RuntimePlan): void {
  mkdirSync(path.dirname(archive), { recursive: true });
  copyFileSync(shipped, archive);
}

/** Whether the nearest package.json of a file names the runtime, or the file is part of it. */
export function hasRuntime(file: string, read: (file: string) => string | null): boolean {
  const home = nearestPackage(path.dirname(file));
  const manifest = home ? parse(read(path.join(home, 'package.json')) ?? '') : null;
  if (!manifest) return false;
  return [manifest.dependencies, manifest.devDependencies].some((named) => named?.['looppool'] !== undefined);
}

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

function parse(text: string): Manifest | null {
  try {
    const parsed: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

function nearestPackage(folder: string): string | null {
  for (let at = folder; ; at = path.dirname(at)) {
    if (existsSync(path.join(at, 'package.json'))) return at;
    if (path.dirname(at) === at) return null;
  }
}
