/** Runs the analysis and the terminal's `fix FILE --all --write --assume` inside the test's process. */
import { fix } from '../../server/cli/fix.js';
import { scanFile } from '../../server/pipeline.js';
import { createSourceReader } from '../../server/project.js';
import { entryOf, filesOf, textOf, type Block, type Fixture } from './fixture.js';
import { makeProject, type Project } from './project.js';

/** The parts of the server that these tests call; the planted bugs bring their own. */
export interface Server {
  readonly fix: typeof fix;
  readonly scanFile: typeof scanFile;
  readonly createSourceReader: typeof createSourceReader;
}

const server: Server = { fix, scanFile, createSourceReader };

export interface Fixed {
  /** Names of the files that were changed or made, the rewritten file first; empty where nothing is offered. */
  readonly files: readonly string[];
  /** `code@line` of every assumption. */
  readonly assumptions: readonly string[];
}

interface FixJson {
  readonly edits: readonly { readonly file: string }[];
  readonly newFiles: readonly { readonly file: string }[];
  readonly assumptions: readonly { readonly code: string; readonly line: number }[];
}

/** Rewrites every loop of a file that is offered. */
export function fixAll(project: Project, file: string, { fix }: Server = server, assume = true): Fixed {
  const options = { all: true, write: true, assume, json: true };
  const [status, printed] = captured(() => fix(project.at(file), options, '.tasks'));
  if (status !== 0) throw new Error(`fix ended with status ${status}: ${printed}`);
  const { edits, newFiles, assumptions } = JSON.parse(printed) as FixJson;
  const name = (path: string): string => path.split(/[\\/]/).at(-1)!;
  return {
    files: [...edits, ...newFiles].map((f) => name(f.file)),
    assumptions: [...new Set(assumptions.map((a) => `${a.code}@${a.line}`))],
  };
}

/** `code@line` of every reason of the refused loops of a file. */
export function refusals(project: Project, file: string, { scanFile, createSourceReader }: Server = server): string[] {
  const loops = scanFile(createSourceReader(), project.at(file));
  const reasons = loops.flatMap(({ verdict }) => (verdict.kind === 'refused' ? verdict.reasons : []));
  return [...new Set(reasons.map((r) => `${r.code}@${r.span.line}`))];
}

/** What the tool makes of a fixture's program: the blocks that ought to be in the fixture. */
export function resultsOf(fixture: Fixture, server?: Server): Block[] {
  const project = makeProject(filesOf(fixture));
  try {
    const entry = entryOf(fixture);
    const language = fixture.blocks.find((b) => b.kind === 'before')!.language;
    const refused =
      textOf(fixture, 'refused') !== null || textOf(fixture, 'after') === null ? refusals(project, entry, server) : [];
    const { files, assumptions } = fixAll(project, entry, server);
    return [
      ...[...files]
        .sort((a, b) => Number(b === entry) - Number(a === entry))
        .map((file): Block => ({
          kind: file === entry ? 'after' : 'worker',
          language,
          file,
          text: decoded(project.read(file)!, fixture, file),
        })),
      ...(assumptions.length > 0 ? [list('assumes', assumptions)] : []),
      ...(refused.length > 0 ? [list('refused', refused)] : []),
    ];
  } finally {
    project.remove();
  }
}

const list = (kind: 'assumes' | 'refused', lines: readonly string[]): Block => ({
  kind,
  language: kind,
  file: '',
  text: `${lines.join('\n')}\n`,
});

/** A file's text as Markdown holds it; fails where the encoding of the program's file was not kept. */
function decoded(text: string, fixture: Fixture, file: string): string {
  const { encoding } = fixture;
  if (text.startsWith('\uFEFF') !== (encoding.has('bom') && file === entryOf(fixture)))
    throw new Error(`${file}: byte-order mark`);
  if (encoding.has('crlf') ? /(?<!\r)\n/.test(text) : text.includes('\r')) throw new Error(`${file}: mixed line ends`);
  return text.replace(/^\uFEFF/, '').replaceAll('\r\n', '\n');
}

/** What a function returns, and what it prints on stdout. */
export function captured<T>(action: () => T): [T, string] {
  let printed = '';
  const write = process.stdout.write.bind(process.stdout);
  process.stdout.write = (text) => {
    printed += String(text);
    return true;
  };
  try {
    return [action(), printed];
  } finally {
    process.stdout.write = write;
  }
}
