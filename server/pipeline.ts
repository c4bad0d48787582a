/**
 * The flow, written out once, in reading order:
 * SourceSnapshot → findLoops → judgeLoop (facts, split, verdict) → rewriteLoop → text edits.
 */
import { ts } from 'ts-morph';
import { analyseFile, judgeLoop, type LoopJudgement } from './analysis/judgeLoop.js';
import { toReason } from './analysis/reasons.js';
import { findLoops } from './forms/index.js';
import type { JudgedLoop, Rewrite } from './model.js';
import type { SourceReader } from './project.js';
import { rewriteLoop, type RewriteOptions } from './rewrite/rewriteLoop.js';

/** Every loop of one file, judged, in the order of the text. */
export function scanFile(reader: SourceReader, file: string): readonly JudgedLoop[] {
  return judgeFile(reader, file).judgements.map((j) => j.judged);
}

/** A rewrite, or the loop that was found and refused. */
export type RewriteAnswer =
  | { readonly rewrite: Rewrite; readonly judged: JudgedLoop }
  | { readonly rewrite?: never; readonly judged: JudgedLoop };

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
  const { judgements, analysis } = judgeFile(reader, file);
  const picked = pick(judgements.map((j) => j.judged));
  const judgement = judgements.find((j) => j.judged === picked);
  if (!judgement) return null;
  if (!judgement.offer) return { judged: judgement.judged };
  const { offer } = judgement;
  const refuse = (code: 'no-await-here' | 'no-blocking-here', detail: string): RewriteAnswer => {
    const reason = toReason({ code, node: offer.loop.anchor, detail, related: [] });
    return { judged: { ...judgement.judged, verdict: { kind: 'refused', reasons: [reason] } } };
  };
  if (options.call === 'async' && offer.whyBlocking) return refuse('no-await-here', offer.whyBlocking);
  if (options.call === 'sync' && offer.judged.facts.awaits) return refuse('no-blocking-here', '');
  return { judged: judgement.judged, rewrite: rewriteLoop(offer, analysis, options) };
}

function judgeFile(
  reader: SourceReader,
  file: string,
): { judgements: LoopJudgement[]; analysis: ReturnType<typeof analyseFile> } {
  const reading = reader.read(file);
  const analysis = analyseFile(reading);
  const broken = syntaxError(reading.program, reading.source);
  const judgements = findLoops(reading.source, reading.checker).map((placed) => {
    const judgement = judgeLoop(placed, analysis);
    if (!broken) return judgement;
    const reason = toReason({ code: 'syntax-error', node: placed.loop.anchor, detail: broken, related: [] });
    return { offer: null, judged: { ...judgement.judged, verdict: { kind: 'refused' as const, reasons: [reason] } } };
  });
  return { judgements, analysis };
}

function syntaxError(program: ts.Program, source: ts.SourceFile): string | null {
  const [first] = program.getSyntacticDiagnostics(source);
  if (!first || first.start === undefined) return null;
  const { line } = source.getLineAndCharacterOfPosition(first.start);
  return `line ${line + 1}: ${ts.flattenDiagnosticMessageText(first.messageText, ' ')}`;
}
