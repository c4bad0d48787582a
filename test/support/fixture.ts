/** Form fixtures: Markdown files with a program before and after, and its worker module; `test/forms/README.md` has the format. */
import { globSync } from 'tinyglobby';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './project.js';

export type BlockKind = 'before' | 'with' | 'after' | 'worker' | 'assumes' | 'refused';

export interface Block {
  readonly kind: BlockKind;
  readonly language: string;
  readonly file: string;
  readonly text: string;
}

export interface Fixture {
  /** `for-of/push`, or the form file whose header it is. */
  readonly name: string;
  /** Absolute path. */
  readonly path: string;
  readonly blocks: readonly Block[];
  /** How the program's own file is encoded: `crlf`, `bom`. */
  readonly encoding: ReadonlySet<string>;
}

const FENCE = /^```(\S+) ?([^\n]*)\n([\s\S]*?)^```$/gm;
const NAMED = new Set<string>(['before', 'with', 'after', 'worker']);

/** Every fixture of `test/forms`. */
export function readFixtures(): Fixture[] {
  const folder = path.join(root, 'test/forms');
  return globSync('*/*.md', { cwd: folder })
    .sort()
    .map((name) =>
      parseFixture(name.replace(/\.md$/, ''), path.join(folder, name), readFileSync(path.join(folder, name), 'utf8')),
    );
}

export function parseFixture(name: string, file: string, markdown: string): Fixture {
  const blocks: Block[] = [];
  let encoding = new Set<string>();
  for (const [, language, info, text] of markdown.matchAll(FENCE)) {
    if (!NAMED.has(info!.split(' ')[0]!)) {
      blocks.push({ kind: language as BlockKind, language: language!, file: '', text: text! });
      continue;
    }
    const [kind, given, ...flags] = info!.split(' ');
    if (kind === 'before') encoding = new Set(flags);
    blocks.push({ kind: kind as BlockKind, language: language!, file: given ?? '', text: text! });
  }
  if (!blocks.some((b) => b.kind === 'before')) throw new Error(`${name}: no block with the program before`);
  return { name, path: file, blocks, encoding };
}

/** Name of the program's own file. */
export const entryOf = (fixture: Fixture): string => fixture.blocks.find((b) => b.kind === 'before')!.file;

export const textOf = (fixture: Fixture, kind: BlockKind): string | null =>
  fixture.blocks.find((b) => b.kind === kind)?.text ?? null;

/** The files that the program consists of before the rewrite, as they are on disk. */
export function filesOf(fixture: Fixture): Record<string, string> {
  const files: Record<string, string> = {};
  for (const { kind, file, text } of fixture.blocks) {
    if (kind === 'with') files[file] = text;
    if (kind === 'before') files[file] = encoded(text, fixture.encoding);
  }
  return files;
}

function encoded(text: string, encoding: ReadonlySet<string>): string {
  const lines = encoding.has('crlf') ? text.replaceAll('\n', '\r\n') : text;
  return encoding.has('bom') ? `\uFEFF${lines}` : lines;
}

/** A fixture's Markdown with other blocks of what the tool wrote. */
export function withResults(markdown: string, results: readonly Block[]): string {
  const kept = markdown.replace(FENCE, (whole: string, language: string, info: string) =>
    /^(after|worker)\b/.test(info) || (info === '' && /^(assumes|refused)$/.test(language)) ? '' : whole,
  );
  const written = results.map(({ kind, language, file, text }) => {
    const info = NAMED.has(kind) ? `${language} ${kind} ${file}` : kind;
    return `\`\`\`${info}\n${text}${text.endsWith('\n') ? '' : '\n'}\`\`\`\n`;
  });
  return [`${kept.trimEnd()}\n`, ...written].join('\n').replace(/\n{3,}(?=```)/g, '\n\n');
}
