/** How the program that reaches the loop is started: `node [flags] script [arguments]`, never through a shell. */
import { existsSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { TimingError } from './timingError.js';

export interface Command {
  /** Flags for Node, as the user wrote them. */
  readonly flags: readonly string[];
  /** Absolute path of the program. */
  readonly script: string;
  readonly args: readonly string[];
  /** The user starts it with `tsx`. */
  readonly tsx: boolean;
}

/** Flags of Node that take the next word as their value. */
const WITH_VALUE = new Set(['-r', '--require', '--import', '--loader', '--experimental-loader', '-C', '--conditions']);
const EXTENSIONS = ['', '.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs', '.jsx', '/index.ts', '/index.js'];

/** Reads `--entry`; without it the program is the file of the loop. Relative paths belong to `cwd`. */
export function readCommand(entry: string | undefined, file: string, cwd: string): Command {
  if (entry === undefined) return { flags: [], script: realpathSync(file), args: [], tsx: false };
  const words = splitWords(entry);
  const how = `--entry takes a program of your package, such as --entry 'node src/main.js --size 10'`;
  if (words[0] === 'npx') words.shift();
  const tsx = words[0] === 'tsx';
  const named = tsx || /(^|[/\\])node(\.exe)?$/.test(words[0] ?? '');
  if (named) words.shift();
  const flags: string[] = [];
  while (words[0]?.startsWith('-')) {
    const flag = words.shift()!;
    flags.push(flag);
    if (WITH_VALUE.has(flag) && words.length > 0) flags.push(words.shift()!);
  }
  const [program, ...args] = words;
  if (program === undefined) throw new TimingError(`There is no program in '${entry}'. ${how}.`);
  const script = EXTENSIONS.map((extension) => path.resolve(cwd, program) + extension).find(
    (candidate) => existsSync(candidate) && statSync(candidate).isFile(),
  );
  if (script === undefined) {
    throw new TimingError(
      named
        ? `There is no program ${program} in ${cwd}. ${how}.`
        : `'${program}' is not a file of your package. ${how}.`,
    );
  }
  return { flags, script: realpathSync(script), args, tsx };
}

/** Splits a command into words: quotes keep spaces together, and nothing else of a shell's language means anything. */
export function splitWords(command: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quote = '';
  for (const letter of command) {
    if (quote) {
      if (letter === quote) quote = '';
      else word += letter;
    } else if (letter === '"' || letter === "'") {
      quote = letter;
      word ??= '';
    } else if (/\s/.test(letter)) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      word = (word ?? '') + letter;
    }
  }
  if (quote) throw new TimingError(`A quotation mark is not closed in '${command}'.`);
  if (word !== null) words.push(word);
  return words;
}
