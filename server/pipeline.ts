/**
 * The flow, written out once, in reading order:
 * SourceSnapshot → findLoops → judgeLoop (facts, split, verdict) → rewriteLoop → text edits.
 */
import { createCallOrder } from './analysis/callOrder.js';
import { checkerOf } from './analysis/untyped/checkerOf.js';
import { ts } from 'ts-morph';
import { analyseFile, type FileAnalysis, judgeLoop, type LoopJudgement } from './analysis/judgeLoop.js';
import { createVariants, type Variants } from './variants.js';
import { toReason } from './analysis/reasons.js';
import { findLoops, type PlacedLoop } from './forms/index.js';
import type { JudgedLoop, Rewrite } from './model.js';
import type { SourceReader } from './project.js';
import { rewriteLoop, type RewriteOptions } from './rewrite/rewriteLoop.js';

/** Every loop of one file, judged, in the order of the text. */
export function scanFile(reader: SourceReader, file: string): readonly JudgedLoop[] {
  return finished(scanInSteps(reader, file));
}

/** As `scanFile`, in steps of some milliseconds. Where the program has changed between two of them, it begins anew. */
export function* scanInSteps(reader: SourceReader, file: string): Generator<void, readonly JudgedLoop[], void> {
  for (;;) {
    const opened = yield* openFile(reader, file);
    const loops = opened && (yield* judgeAll(opened));
    if (loops) return loops;
  }
}

function* judgeAll({ found, judge, isCurrent }: OpenFile): Generator<void, readonly JudgedLoop[] | null, void> {
  const loops: JudgedLoop[] = [];
  for (const placed of found) {
    if (!isCurrent()) return null;
    loops.push(judge(placed).judged);
    yield;
  }
  return loops;
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
 * @returns null when nothing is picked
 */
export function rewriteAt(
  reader: SourceReader,
  file: string,
  pick: (loops: readonly JudgedLoop[]) => JudgedLoop | undefined,
  options: RewriteOptions,
): RewriteAnswer | null {
  const opened = openAtOnce(reader, file);
  const judgements = opened.found.map(opened.judge);
  const picked = pick(judgements.map((j) => j.judged));
  const judgement = judgements.find((j) => j.judged === picked);
  return judgement ? answer(judgement, opened, options) : null;
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
  for (const placed of opened.found) {
    if (placed.loop.node.getStart() < from) continue;
    const judgement = opened.judge(placed);
    if (isWanted(judgement.judged)) return answer(judgement, opened, options);
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
  const { analysis, judge, found } = opened;
  const { source, checker } = analysis.reading;
  const { outerFirst, calledFrom } = createCallOrder(found, source, checker);
  const startOf = ({ loop }: PlacedLoop): number => loop.node.getStart();
  const passed: number[] = [];
  for (const placed of outerFirst) {
    if (settled.has(startOf(placed))) continue;
    passed.push(startOf(placed));
    const judgement = judge(placed);
    if (!isWanted(judgement.judged)) continue;
    const inWorkers = calledFrom(judgement.offer?.computeNodes ?? []).map(startOf);
    return { ...answer(judgement, opened, options), settled: [...passed, ...inWorkers] };
  }
  return null;
}

function answer(judgement: LoopJudgement, opened: OpenFile, options: RewriteOptions): RewriteAnswer {
  const { judged, offer } = judgement;
  if (!offer) return { judged };
  const refuse = (code: 'no-await-here' | 'no-blocking-here', detail: string): RewriteAnswer => {
    const reason = toReason({ code, node: offer.loop.anchor, detail, related: [] });
    return { judged: { ...judged, verdict: { kind: 'refused', reasons: [reason] } } };
  };
  if (options.call === 'async' && offer.whyBlocking) return refuse('no-await-here', offer.whyBlocking);
  if (options.call === 'sync' && judged.facts.awaits) return refuse('no-blocking-here', '');
  const rewrite = opened.variants.rewrite(judgement, options) ?? rewriteLoop(offer, opened.analysis, options);
  return { judged, rewrite };
}

/** The loops of a file, and how to judge each. */
interface OpenFile {
  readonly analysis: FileAnalysis;
  /** Outer loops before inner ones. */
  readonly found: readonly PlacedLoop[];
  readonly judge: (placed: PlacedLoop) => LoopJudgement;
  readonly variants: Variants;
  readonly isCurrent: () => boolean;
}

/** Null where the program has changed meanwhile. */
function* openFile(reader: SourceReader, file: string): Generator<void, OpenFile | null, void> {
  const read = reader.read(file);
  const reading = { ...read, checker: checkerOf(read.program) };
  yield; // reading alone may have taken long
  const analysis = yield* analyseFile(reading);
  if (!analysis || !reading.isCurrent()) return null;
  const found = findLoops(reading.source, reading.checker);
  const variants = createVariants(analysis, found);
  const broken = syntaxError(reading.program, reading.source);
  const judge = (placed: PlacedLoop): LoopJudgement => {
    const judgement = judgeLoop(placed, analysis);
    if (!broken) return variants.judge(placed, judgement) ?? judgement;
    const reason = toReason({ code: 'syntax-error', node: placed.loop.anchor, detail: broken, related: [] });
    return { offer: null, judged: { ...judgement.judged, verdict: { kind: 'refused', reasons: [reason] } } };
  };
  const { isCurrent } = reading;
  return { analysis, judge, variants, isCurrent, found };
}

function syntaxError(program: ts.Program, source: ts.SourceFile): string | null {
  const [first] = program.getSyntacticDiagnostics(source);
  if (!first || first.start === undefined) return null;
  const { line } = source.getLineAndCharacterOfPosition(first.start);
  return `line ${line + 1}: ${ts.flattenDiagnosticMessageText(first.messageText, ' ')}`;
}
