import path from 'node:path';

/** What is known of the folder in which a program runs. Paths are relative to it, with `/`. */
export interface EntryFacts {
  /** The text of its package.json; null where it has none. */
  readonly manifest: string | null;
  /** The file of the loop. */
  readonly file: string;
  /** Tests that carry the name of that file. */
  readonly tests: readonly string[];
  /** Commands that were chosen before, the last one first. */
  readonly before: readonly string[];
}

export interface EntryChoice {
  readonly command: string;
  /** Where it comes from. */
  readonly origin: string;
}

/** Test runners whose commands take the path of a test, by package. */
const RUNNERS: readonly (readonly [string, string])[] = [
  ['vitest', 'npx vitest run'],
  ['jest', 'npx jest'],
  ['mocha', 'npx mocha'],
];

/** Scripts that start something which does not end by itself, or no program at all. */
const NO_PROGRAM =
  /^(?:pre|post)|(?:^|:)(?:watch|dev|lint|format|build|clean|install|prepare|publish|typecheck)(?:$|:)/;

/** Commands that may reach a loop, the likeliest first, each once. */
export function entryChoices({ manifest, file, tests, before }: EntryFacts): EntryChoice[] {
  const { scripts, packages } = readManifest(manifest);
  const runner = RUNNERS.find(([name]) => packages.includes(name))?.[1] ?? 'node --test';
  const choices = [
    ...before.map((command) => ({ command, origin: 'chosen before' })),
    ...tests.map((test) => ({ command: `${runner} ${quoted(test)}`, origin: `test of ${path.posix.basename(file)}` })),
    ...scripts
      .filter((name) => !NO_PROGRAM.test(name))
      .map((name) => ({
        command: ['start', 'test'].includes(name) ? `npm ${name}` : `npm run ${quoted(name)}`,
        origin: 'script of package.json',
      })),
  ];
  return choices.filter((one, index) => choices.findIndex(({ command }) => command === one.command) === index);
}

/** What the names of the tests of a file look like, as a glob below a folder. */
export function testsOf(file: string): string {
  const { name } = path.posix.parse(file);
  return `**/${name.replaceAll(/[[\]{}*?]/g, '[$&]')}{.,_,-}{test,spec}.{ts,tsx,mts,cts,js,jsx,mjs,cjs}`;
}

/** A word of a command: quotes keep it together, and nothing else means anything there. */
function quoted(word: string): string {
  return /[\s'"]/.test(word) ? `"${word.replaceAll('"', `"'"'"`)}"` : word;
}

function readManifest(text: string | null): {
  readonly scripts: readonly string[];
  readonly packages: readonly string[];
} {
  try {
    const read = JSON.parse(text ?? '{}') as Record<string, unknown>;
    const keys = (name: string): string[] => {
      const part = read[name];
      return typeof part === 'object' && part !== null ? Object.keys(part) : [];
    };
    return { scripts: keys('scripts'), packages: [...keys('devDependencies'), ...keys('dependencies')] };
  } catch {
    return { scripts: [], packages: [] }; // half-typed
  }
}
