/** What the pipeline makes of one file of somebody else's, and whether it is sound on the face of it. */
import { ts } from 'ts-morph';
import type { JudgedLoop, Rewrite } from '../../server/model.js';
import { rewriteFirst, scanFile } from '../../server/pipeline.js';
import type { SourceReader } from '../../server/project.js';
import { applyEdits } from '../../server/rewrite/rewriteLoop.js';

/** Rewrites of one file that are looked at. */
const REWRITES = 12;

export interface Checked {
  readonly loops: number;
  readonly offered: number;
  readonly rewritten: number;
  /** One line each; empty where all is well. */
  readonly problems: readonly string[];
}

/** Judges every loop of a file, rewrites those that are offered, one at a time, and reads the texts again. */
export function checkFile(reader: SourceReader, file: string): Checked {
  const problems: string[] = [];
  const loops = scanFile(reader, file);
  const offered = loops.filter(({ verdict }) => verdict.kind !== 'refused');
  for (const loop of loops)
    if (loop.verdict.kind === 'refused' && loop.verdict.reasons.length === 0) problems.push(`${at(loop)}: no reason`);
  const before = errorsOf(reader, [file]);
  let rewritten = 0;
  for (const loop of offered.slice(0, REWRITES)) {
    const answer = rewriteFirst(reader, file, loop.site.span.start, (one) => isSame(one, loop), { suffix: '.tasks' });
    if (!answer?.rewrite) {
      problems.push(`${at(loop)}: offered, and not rewritten`);
      continue;
    }
    rewritten++;
    problems.push(...problemsOf(answer.rewrite, file, before, reader).map((problem) => `${at(loop)}: ${problem}`));
  }
  return { loops: loops.length, offered: offered.length, rewritten, problems };
}

const at = ({ site }: JudgedLoop): string => `${site.span.file}:${site.span.line}`;

const isSame = (one: JudgedLoop, other: JudgedLoop): boolean =>
  one.site.form === other.site.form &&
  one.site.span.start === other.site.span.start &&
  one.site.anchor.start === other.site.anchor.start;

/** The rewritten texts must parse, and have no more errors of types than the text before. */
function problemsOf(rewrite: Rewrite, file: string, before: number, reader: SourceReader): string[] {
  const original = reader.textOf(file)!;
  const texts = new Map(rewrite.newFiles.map((one) => [one.file, one.text]));
  texts.set(
    file,
    applyEdits(
      original,
      rewrite.edits.filter((edit) => edit.file === file),
    ),
  );
  for (const [name, text] of texts) {
    const error = syntaxError(name, text);
    if (error) return [`${name} does not parse: ${error}`];
  }
  for (const [name, text] of texts) reader.overlay(name, text, 0);
  try {
    const after = errorsOf(reader, [...texts.keys()]);
    return after > before ? [`${after} errors of types, ${before} before`] : [];
  } finally {
    for (const name of texts.keys()) reader.uncover(name);
    reader.overlay(file, original, 0);
  }
}

function syntaxError(name: string, text: string): string | null {
  const { diagnostics } = ts.transpileModule(text, {
    fileName: name,
    reportDiagnostics: true,
    compilerOptions: { target: ts.ScriptTarget.ESNext, allowJs: true, jsx: ts.JsxEmit.Preserve },
  });
  const [first] = diagnostics ?? [];
  return first ? ts.flattenDiagnosticMessageText(first.messageText, ' ') : null;
}

/** Errors of types apart from modules that are not there: the runtime is not installed beside other people's sources. */
function errorsOf(reader: SourceReader, files: readonly string[]): number {
  return files
    .map((file) => reader.read(file))
    .flatMap(({ program, source }) => program.getSemanticDiagnostics(source))
    .filter(({ code }) => code !== 2307).length;
}
