/** How the program that reaches the loop is started: always Node with a list of words, never a shell. */
import { existsSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { installedProgram, npmScript } from './npmPrograms.js';
import { splitWords } from './splitWords.js';
import { TimingError } from '../timingError.js';

export interface Command {
  /** Flags for Node, as the user wrote them. */
  readonly flags: readonly string[];
  /** Absolute path of the program; null where Node itself is the program (`node --test`). */
  readonly script: string | null;
  readonly args: readonly string[];
  /** The user starts it with `tsx`. */
  readonly tsx: boolean;
  /** Variables set in front of the command. */
  readonly env: Readonly<Record<string, string>>;
  /** The folder it runs in. */
  readonly cwd: string;
  /** An installed tool or `node --test`: it loads the files of the package from the folder it runs in. */
  readonly tool: boolean;
}

/** Flags of Node that take the next word as their value. */
const WITH_VALUE = new Set(['-r', '--require', '--import', '--loader', '--experimental-loader', '-C', '--conditions']);
const EXTENSIONS = ['', '.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs', '.jsx', '/index.ts', '/index.js'];
const HOW =
  "Name a program, an npm script or a test command, such as 'node src/main.js --size 10' or 'npx vitest run test/score.test.ts'";
/** Scripts may call scripts, but not for ever. */
const MAX_DEPTH = 5;

/** Reads `--entry`; without it the program is the file of the loop. Relative paths belong to `cwd`. */
export function readCommand(entry: string | undefined, file: string, cwd: string): Command {
  const plain = { flags: [], args: [], tsx: false, env: {}, cwd, tool: false };
  return entry === undefined ? { ...plain, script: realpathSync(file) } : readWords(splitWords(entry), entry, cwd, 0);
}

function readWords(given: readonly string[], entry: string, cwd: string, depth: number): Command {
  const words = [...given];
  const env: Record<string, string> = {};
  for (;;) {
    const set = /^([A-Za-z_]\w*)=(.*)$/s.exec(words[0] ?? '');
    if (set) env[set[1]!] = set[2]!;
    else if (words[0] !== 'cross-env') break;
    words.shift();
  }
  const script = depth < MAX_DEPTH ? npmScript(words, cwd) : null;
  if (script) {
    const found = readWords(script.words, entry, script.folder, depth + 1);
    return { ...found, env: { ...env, ...found.env } };
  }
  const asked = words[0] === 'npx' || (words[0] === 'npm' && words[1] === 'exec');
  if (asked) words.splice(0, words[0] === 'npx' ? 1 : 2);
  while (asked && words[0]?.startsWith('-')) words.shift();
  const tsx = words[0] === 'tsx';
  const named = tsx || /(^|[/\\])node(\.exe)?$/.test(words[0] ?? '');
  if (named) words.shift();
  const flags: string[] = [];
  while (words[0]?.startsWith('-')) {
    const flag = words.shift()!;
    flags.push(flag);
    if (WITH_VALUE.has(flag) && words.length > 0) flags.push(words.shift()!);
  }
  const base = { flags, tsx, env, cwd };
  if (named && flags.includes('--test')) return { ...base, script: null, args: words, tool: true };
  const [program, ...args] = words;
  if (program === undefined) throw new TimingError(`There is no program in '${entry}'. ${HOW}.`);
  const own = EXTENSIONS.map((extension) => path.resolve(cwd, program) + extension).find(
    (candidate) => existsSync(candidate) && statSync(candidate).isFile(),
  );
  const found = own === undefined ? (named ? null : installedProgram(program, cwd)) : realpathSync(own);
  // What a package names in its own `bin`, or links to within its repository, is a program of the user's.
  if (found !== null) return { ...base, script: found, args, tool: found.split(path.sep).includes('node_modules') };
  throw new TimingError(
    named
      ? `There is no program ${program} in ${cwd}. ${HOW}.`
      : `'${program}' is neither a file of your package, nor an npm script, nor an installed tool. ${HOW}.`,
  );
}
