/**
 * The flow, written out once, in reading order:
 * SourceSnapshot → findLoops → judgeLoop (facts, split, verdict) → rewriteLoop → text edits.
 */
import { createCallOrder } from './analysis/program/callOrder.js';
import { checkerOf } from './analysis/untyped/checkerOf.js';
import { ts } from 'ts-morph';
import { asBroken, judgeBroken, judgeLoop, type LoopJudgement } from './analysis/judgeLoop.js';
import { analyseFile, type FileAnalysis } from './analysis/program/programFacts.js';
import { createVariants, type Variants } from './variants.js';
import { toReason } from './analysis/reasons.js';
import { findLoops, type PlacedLoop } from './forms/index.js';
import type { JudgedLoop, Rewrite } from './model.js';
import { partsOf } from './parts.js';
import type { Reading, SourceReader } from './project.js';
import { rewriteLoop, type RewriteOptions } from './rewrite/rewriteLoop.js';
import { withoutUnused } from './rewrite/withoutUnused.js';

/** Every loop of one file, judged, in the order of the text. */
export function scanFile(reader: SourceReader, file: string): readonly JudgedLoop[] {
  return finished(scanInSteps(reader, file));
}

/** As `scanFile`, in steps of some milliseconds. Where the program has changed between two of them, it begins anew. */
export function* scanInSteps(reader: SourceReader, file: string): Generator<void, readonly JudgedLoop[], void> {
  return loopsOf(yield* scanPartsInSteps(reader, file));
}

/** The loops of one part of a file. */
export interface JudgedPart {
  /** From where the part before it ends. */
  readonly start: number;
  readonly end: number;
  readonly loops: readonly JudgedLoop[];
  /** The loops were judged with all that they use as it is; otherwise it may have changed since. */
  readonly isFresh: boolean;
}

/** One file with its loops, part by part. */
export interface ScannedFile {
  readonly text: string;
  readonly parts: readonly JudgedPart[];
  /** A syntax error is all that is said of the loops. */
  readonly isBroken: boolean;
}

export const loopsOf = ({ parts }: ScannedFile): readonly JudgedLoop[] => parts.flatMap(({ loops }) => loops);

/** What is known of a part, at the places where it is now; null for one that has to be judged. */
export type KnownPart = (part: ts.Node, source: ts.SourceFile) => JudgedPart | null;

/** As `scanInSteps`, by parts. */
export function* scanPartsInSteps(
  reader: SourceReader,
  file: string,
  known: KnownPart = () => null,
): Generator<void, ScannedFile, void> {
  for (;;) {
    const opened = yield* openFile(reader, file);
    const scanned = opened && (yield* judgeParts(opened, known));
    if (scanned) return scanned;
  }
}

function* judgeParts(opened: OpenFile, known: KnownPart): Generator<void, ScannedFile | null, void> {
  const { analysis, broken, isCurrent } = opened;
  const { source } = analysis.reading;
  const parts = partsOf(source).map((part) => ({ part, before: known(part, source) }));
  const found = new Map<ts.Node, readonly PlacedLoop[]>();
  for (const { part, before } of parts) {
    if (before) continue;
    found.set(part, opened.find(part));
    yield;
    if (!isCurrent()) return null;
  }
  const { judge, judgeAsItStands } = opened.judging([...found.values()].flat());
  // What is known of all is not asked again where some are judged in other ways.
  for (const placed of [...found.values()].flat()) {
    judgeAsItStands(placed);
    yield;
    if (!isCurrent()) return null;
  }
  const judged: JudgedPart[] = [];
  for (const { part, before } of parts) {
    if (before) {
      judged.push(broken === null ? before : { ...before, loops: before.loops.map((loop) => asBroken(loop, broken)) });
      continue;
    }
    const loops: JudgedLoop[] = [];
    for (const placed of found.get(part) ?? []) {
      loops.push(judge(placed).judged);
      yield;
      if (!isCurrent()) return null;
    }
    judged.push({ start: part.pos, end: part.end, loops, isFresh: true });
  }
  return { text: source.text, parts: judged, isBroken: broken !== null };
}

/** Takes all steps at once. */
function finished<T>(steps: Generator<void, T, void>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

function openAtOnce(reader: SourceReader, file: string): OpenFile {
  const opened = finished(openFile(reader, file));
  if (!opened) throw new Error(`${file} has changed while it was read`);
  return opened;
}

/**
 * What would be said of a loop if the text of its file were another.
 *
 * @param start where the loop is reported in that text
 * @returns null when there is no loop
 */
export function judgeChanged(reader: SourceReader, file: string, text: string, start: number): JudgedLoop | null {
  const read = reader.read(file).variant(text);
  // A program may know the file by another name.
  if (read.source.text !== text) return null;
  const opened = finished(openReading(read));
  const placed = opened?.find().find(({ loop }) => loop.anchor.getStart() === start);
  return opened && placed ? opened.judging([placed]).judge(placed).judged : null;
}

/** A rewrite, or the loop that was found and refused. */
export type RewriteAnswer =
  | { readonly rewrite: Rewrite; readonly judged: JudgedLoop }
  | { readonly rewrite?: never; readonly judged: JudgedLoop };

/** A rewrite, and where the loops begin, in the text before it, that need not be judged again. */
export type NextRewrite = RewriteAnswer & { readonly settled: readonly number[] };

/**
 * Rewrites one loop of a file.
 *
 * @param pick chooses among the judged loops
 */
export function rewriteAt(
  reader: SourceReader,
  file: string,
  pick: (loops: readonly JudgedLoop[]) => JudgedLoop,
  options: RewriteOptions,
): RewriteAnswer {
  const opened = openAtOnce(reader, file);
  const judging = opened.judging(opened.find());
  const judgements = judging.found.map(judging.judge);
  const picked = pick(judgements.map((j) => j.judged));
  return answer(
    judgements.find((j) => j.judged === picked)!,
    judging,
    options,
  );
}

/**
 * Rewrites the first loop of a file that is wanted; no loop behind it is judged.
 *
 * @param from offset where the search begins
 * @returns null when none is wanted
 */
export function rewriteFirst(
  reader: SourceReader,
  file: string,
  from: number,
  isWanted: (loop: JudgedLoop) => boolean,
  options: RewriteOptions,
): RewriteAnswer | null {
  const opened = openAtOnce(reader, file);
  for (const part of partsOf(opened.analysis.reading.source)) {
    if (part.end <= from) continue;
    const judging = opened.judging(opened.find(part));
    for (const placed of judging.found) {
      if (placed.loop.node.getStart() < from) continue;
      const judgement = judging.judge(placed);
      if (isWanted(judgement.judged)) return answer(judgement, judging, options);
    }
  }
  return null;
}

/**
 * Rewrites the next loop of a file that is wanted. Outer loops come first, whether they stand around the others or call them:
 * what then runs in workers is settled, too.
 *
 * @param settled where the loops begin that are passed over
 * @returns null when none is wanted
 */
export function rewriteNext(
  reader: SourceReader,
  file: string,
  settled: ReadonlySet<number>,
  isWanted: (loop: JudgedLoop) => boolean,
  options: RewriteOptions,
): NextRewrite | null {
  const opened = openAtOnce(reader, file);
  const { source, checker } = opened.analysis.reading;
  const judging = opened.judging(opened.find());
  const { judge, found } = judging;
  const { outerFirst, calledFrom } = createCallOrder(found, source, checker);
  const startOf = ({ loop }: PlacedLoop): number => loop.node.getStart();
  const passed: number[] = [];
  for (const placed of outerFirst) {
    if (settled.has(startOf(placed))) continue;
    passed.push(startOf(placed));
    const judgement = judge(placed);
    if (!isWanted(judgement.judged)) continue;
    const inWorkers = calledFrom(judgement.offer?.computeNodes ?? []).map(startOf);
    return { ...answer(judgement, judging, options), settled: [...passed, ...inWorkers] };
  }
  return null;
}

function answer(judgement: LoopJudgement, judging: Judging, options: RewriteOptions): RewriteAnswer {
  const { judged, offer } = judgement;
  if (!offer) return { judged };
  const refuse = (code: 'no-await-here' | 'no-blocking-here', detail: string): RewriteAnswer => {
    const reason = toReason({ code, node: offer.loop.anchor, detail, related: [] });
    return { judged: { ...judged, verdict: { kind: 'refused', reasons: [reason] } } };
  };
  if (options.call === 'async' && offer.whyBlocking) return refuse('no-await-here', offer.whyBlocking);
  if (options.call === 'sync' && judged.facts.awaits) return refuse('no-blocking-here', '');
  const rewrite = judging.variants.rewrite(judgement, options) ?? rewriteLoop(offer, judging.analysis, options);
  return { judged, rewrite: withoutUnused(rewrite, judging.analysis.reading.source, judged.site.span) };
}

/** A file, and how to find and judge its loops. */
interface OpenFile {
  readonly analysis: FileAnalysis;
  /** The syntax error that is said of every loop; null without one. */
  readonly broken: string | null;
  /** The loops of a part of the file, or of all of it: outer ones before inner ones. */
  readonly find: (part?: ts.Node) => readonly PlacedLoop[];
  readonly judging: (found: readonly PlacedLoop[]) => Judging;
  readonly isCurrent: () => boolean;
}

/** Some loops of a file, and how to judge each. */
interface Judging {
  readonly analysis: FileAnalysis;
  readonly found: readonly PlacedLoop[];
  readonly judge: (placed: PlacedLoop) => LoopJudgement;
  /** Not in any other way of writing it. */
  readonly judgeAsItStands: (placed: PlacedLoop) => LoopJudgement;
  readonly variants: Variants;
}

/** Null where the program has changed meanwhile. */
function openFile(reader: SourceReader, file: string): Generator<void, OpenFile | null, void> {
  return openReading(reader.read(file));
}

function* openReading(read: Reading): Generator<void, OpenFile | null, void> {
  const reading = { ...read, checker: checkerOf(read.program, read.source) };
  yield; // reading alone may have taken long
  const analysis = yield* analyseFile(reading);
  if (!analysis || !reading.isCurrent()) return null;
  const { source, checker, program, isCurrent } = reading;
  const broken = syntaxError(program, source);
  const find = (part: ts.Node = source): readonly PlacedLoop[] => findLoops(part, checker);
  const judging = (found: readonly PlacedLoop[]): Judging => {
    const known = new Map<PlacedLoop, LoopJudgement>();
    const variants = createVariants(
      analysis,
      () => found,
      (placed) => known.get(placed),
    );
    const judgeAsItStands = (placed: PlacedLoop): LoopJudgement => {
      let judgement = known.get(placed);
      if (!judgement) {
        judgement = broken !== null ? judgeBroken(placed, checker, broken) : judgeLoop(placed, analysis);
        known.set(placed, judgement);
      }
      return judgement;
    };
    const judge = (placed: PlacedLoop): LoopJudgement => {
      const judgement = judgeAsItStands(placed);
      return (broken === null ? variants.judge(placed, judgement) : null) ?? judgement;
    };
    return { analysis, found, judge, judgeAsItStands, variants };
  };
  return { analysis, broken, find, judging, isCurrent };
}

function syntaxError(program: ts.Program, source: ts.SourceFile): string | null {
  const [first] = program.getSyntacticDiagnostics(source);
  if (!first || first.start === undefined) return null;
  const { line } = source.getLineAndCharacterOfPosition(first.start);
  return `line ${line + 1}: ${ts.flattenDiagnosticMessageText(first.messageText, ' ')}`;
}
