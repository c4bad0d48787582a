import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createTwoFilesPatch } from 'diff';
import type { CallKind, JudgedLoop, Reason, Rewrite } from '../model.js';
import { type NextRewrite, rewriteAt, rewriteNext } from '../pipeline.js';
import { createSourceReader, type SourceReader } from '../project.js';
import { applyEdits, positionAfter } from '../rewrite/rewriteLoop.js';
import { refusalJson, rewriteJson } from './json.js';
import { parsePlace, shown, UsageError, type Place } from './paths.js';
import { pickLoop } from './pickLoop.js';
import { trustGiven } from './trustGiven.js';
import { smallestEdit } from '../rewrite/smallestEdit.js';

export interface FixOptions {
  readonly write?: boolean;
  readonly all?: boolean;
  readonly assume?: boolean;
  readonly json?: boolean;
  readonly sync?: boolean;
  readonly async?: boolean;
  readonly trust?: readonly string[];
}

/** What all rewrites of one command change: file → text before (null where there was none) and after. */
export interface Changes {
  readonly texts: Map<string, { readonly before: string | null; readonly after: string }>;
  readonly assumptions: readonly Reason[];
}

/** `looppool fix`: the rewrite of one loop, or of every independent, outermost one, as a diff, as JSON, or applied. */
export function fix(target: string, options: FixOptions, suffix: string): number {
  const place = parsePlace(target);
  if (options.async && options.sync) throw new UsageError('--sync and --async: choose one');
  if (place.line === null && !options.all) throw new UsageError(`${target}: name a line (FILE:LINE), or use --all`);
  const reader = createSourceReader(trustGiven(options.trust));
  const answer = options.all ? fixAll(reader, place.file, options, suffix) : fixOne(reader, place, options, suffix);
  if ('reasons' in answer) {
    if (options.json) process.stdout.write(JSON.stringify(refusalJson(answer.reasons), null, 2) + '\n');
    else
      for (const r of answer.reasons)
        process.stderr.write(`${shown(r.span.file)}:${r.span.line}:${r.span.column}: ${r.message} [${r.code}]\n`);
    return 1;
  }
  if (options.json) process.stdout.write(JSON.stringify(rewriteJson(asEdits(answer)), null, 2) + '\n');
  else if (!options.write) process.stdout.write(asDiff(answer));
  if (options.write) write(answer, options.json ?? false);
  return 0;
}

function fixOne(
  reader: SourceReader,
  place: Place,
  options: FixOptions,
  suffix: string,
): Changes | { reasons: readonly Reason[] } {
  const answer = rewriteAt(reader, place.file, pickLoop(place), {
    suffix,
    call: options.async ? 'async' : options.sync ? 'sync' : undefined,
  });
  if (!('rewrite' in answer))
    return { reasons: answer.judged.verdict.kind === 'refused' ? answer.judged.verdict.reasons : [] };
  if (answer.rewrite.assumptions.length > 0 && !options.assume) return { reasons: answer.rewrite.assumptions };
  const texts = new Map<string, { before: string | null; after: string }>();
  take(texts, answer.rewrite, reader);
  return { texts, assumptions: answer.rewrite.assumptions };
}

/** Rewrites one loop after another, outer ones first, each in the text that the one before has left. */
export function fixAll(reader: SourceReader, file: string, options: FixOptions, suffix: string): Changes {
  const texts = new Map<string, { before: string | null; after: string }>();
  const assumptions: Reason[] = [];
  const isWanted = ({ verdict, facts }: JudgedLoop): boolean =>
    (verdict.kind === 'independent' || (options.assume === true && verdict.kind === 'assuming')) &&
    !(options.sync && facts.awaits);
  for (let settled = new Set<number>(); ;) {
    const tasksText = [...texts].find(([name]) => name !== file)?.[1].after;
    const attempt = (call: CallKind | undefined): NextRewrite | null =>
      rewriteNext(reader, file, settled, isWanted, { suffix, tasksText, call });
    const awaited = options.async ? attempt('async') : null;
    const answer = isAllowed(awaited, options) ? awaited : attempt(options.sync ? 'sync' : undefined);
    if (!answer?.rewrite) return { texts, assumptions };
    const { rewrite } = answer;
    assumptions.push(...rewrite.assumptions);
    take(texts, rewrite, reader);
    const edits = rewrite.edits.filter((edit) => edit.file === file);
    const moved = [...settled, ...answer.settled].map((start) => positionAfter(edits, start));
    settled = new Set([...moved.filter((start) => start !== null), rewrite.loopAfter.start]);
  }
}

/** An awaited call with all that it takes for granted. */
const isAllowed = (answer: NextRewrite | null, { assume }: FixOptions): answer is NextRewrite =>
  answer !== null && 'rewrite' in answer && (assume === true || answer.rewrite.assumptions.length === 0);

function take(
  texts: Map<string, { before: string | null; after: string }>,
  rewrite: Rewrite,
  reader: SourceReader,
): void {
  for (const { file, text } of rewrite.newFiles) {
    texts.set(file, { before: null, after: text });
    reader.overlay(file, text, 0);
  }
  for (const file of new Set(rewrite.edits.map((e) => e.file))) {
    const known = texts.get(file);
    const before = known ? known.before : reader.textOf(file);
    const after = applyEdits(
      known?.after ?? before ?? '',
      rewrite.edits.filter((e) => e.file === file),
    );
    texts.set(file, { before, after });
    reader.overlay(file, after, 0);
  }
}

function asEdits(changes: Changes) {
  const edits = [];
  const newFiles = [];
  for (const [file, { before, after }] of changes.texts) {
    if (before === null) newFiles.push({ file, text: after });
    else edits.push({ file, ...smallestEdit(before, after) });
  }
  return { edits, newFiles, assumptions: changes.assumptions };
}

function asDiff(changes: Changes): string {
  return [...changes.texts]
    .map(([file, { before, after }]) =>
      createTwoFilesPatch(
        before === null ? '/dev/null' : `a/${shown(file)}`,
        `b/${shown(file)}`,
        before ?? '',
        after,
        '',
        '',
      ).replace(/^=+\n/, ''),
    )
    .join('');
}

/** Writes worker modules first, and each file whole or not at all. */
function write(changes: Changes, quiet: boolean): void {
  const ordered = [...changes.texts].sort(([, a], [, b]) => Number(a.before !== null) - Number(b.before !== null));
  for (const [file, { before, after }] of ordered) {
    const now = before === null ? null : readFileSync(file, 'utf8');
    if (now !== before)
      throw new UsageError(`${shown(file)} changed while it was being rewritten; nothing was written to it`);
    const temporary = `${file}.looppool-${process.pid}`;
    writeFileSync(temporary, after);
    renameSync(temporary, file);
    if (!quiet) process.stdout.write(`${before === null ? 'created' : 'changed'} ${shown(file)}\n`);
  }
}
