/** Programs that a package names: its scripts, its own `bin`, and the tools it has installed. */
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { splitWords } from './splitWords.js';
import { TimingError } from '../timingError.js';

interface PackageJson {
  readonly scripts?: Readonly<Record<string, string>>;
  readonly bin?: string | Readonly<Record<string, string>>;
  readonly name?: string;
}

/** Words of the package managers in front of a script's name. */
const MANAGERS = new Set(['npm', 'pnpm', 'yarn', 'bun']);
/** What `npm` runs without the word `run`. */
const SHORT: Readonly<Record<string, string>> = { t: 'test', tst: 'test', test: 'test', start: 'start' };

/**
 * The npm script that `words` call, as words of its own: `npm test`, `npm run score -- --size 10`, or the name of a script alone.
 *
 * @param cwd the folder, itself or one above it, whose package.json has the script
 * @returns null when they call none
 * @throws TimingError when the script is there but needs a shell, or when there is no such script
 */
export function npmScript(words: readonly string[], cwd: string): { words: string[]; folder: string } | null {
  const found = nearestPackage(cwd);
  const scripts = found?.content.scripts ?? {};
  const [first = '', second = ''] = words;
  let name: string;
  let args: readonly string[];
  if (MANAGERS.has(first)) {
    if (second === 'run' || second === 'run-script') [name, args] = [words[2] ?? '', words.slice(3)];
    else if (Object.hasOwn(SHORT, second)) [name, args] = [SHORT[second]!, words.slice(2)];
    else if (first !== 'npm' && Object.hasOwn(scripts, second)) [name, args] = [second, words.slice(2)];
    else return null;
    if (args[0] === '--') args = args.slice(1);
  } else {
    if (!Object.hasOwn(scripts, first) || existsSync(path.resolve(cwd, first))) return null;
    [name, args] = [first, words.slice(1)];
  }
  const script = Object.hasOwn(scripts, name) ? scripts[name] : undefined;
  if (!found || script === undefined) {
    const known = Object.keys(scripts).slice(0, 8).join(', ');
    throw new TimingError(
      `package.json has no script '${name}'${known ? ` (it has ${known})` : ''}. Name the program itself: --entry 'node path/to/program.js'.`,
    );
  }
  if (/[;&|<>`$]/.test(script.replaceAll(/'[^']*'/g, ''))) {
    throw new TimingError(
      `The npm script '${name}' needs a shell (${script}), which Looppool does not start. Name the program in it that reaches the loop: --entry 'node path/to/program.js'.`,
    );
  }
  return { words: [...splitWords(script), ...args], folder: found.folder };
}

/** Absolute path of the JavaScript file behind a tool such as `vitest`, or behind the package's own `bin`; null when there is none. */
export function installedProgram(name: string, cwd: string): string | null {
  const own = nearestPackage(cwd);
  const mine = own && binOf(own.content, name);
  if (mine && existsSync(path.join(own.folder, mine))) return realpathSync(path.join(own.folder, mine));
  if (/[/\\]/.test(name)) return null;
  for (let folder = cwd; ; folder = path.dirname(folder)) {
    const modules = path.join(folder, 'node_modules');
    const settings = path.join(modules, name, 'package.json');
    const bin = existsSync(settings) ? binOf(readPackage(settings), name) : null;
    if (bin) return realpathSync(path.join(modules, name, bin));
    const link = path.join(modules, '.bin', name);
    // Some package managers put a shell script there; the file of a tool is JavaScript.
    if (existsSync(link) && isJavaScript(realpathSync(link))) return realpathSync(link);
    if (path.dirname(folder) === folder) return null;
  }
}

function binOf({ bin, name: owner }: PackageJson, name: string): string | null {
  if (typeof bin === 'string') return owner?.split('/').at(-1) === name ? bin : null;
  return (bin && Object.hasOwn(bin, name) && bin[name]) || null;
}

function isJavaScript(file: string): boolean {
  return /\.[cm]?js$/.test(file) || /^#!.*\bnode\b/.test(readFileSync(file, 'utf8').slice(0, 200));
}

function nearestPackage(cwd: string): { folder: string; content: PackageJson } | null {
  for (let folder = cwd; ; folder = path.dirname(folder)) {
    const file = path.join(folder, 'package.json');
    if (existsSync(file)) return { folder, content: readPackage(file) };
    if (path.dirname(folder) === folder) return null;
  }
}

function readPackage(file: string): PackageJson {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as PackageJson;
  } catch (error) {
    throw new TimingError(`${file} could not be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
