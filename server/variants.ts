import type { ts } from 'ts-morph';
import { analyseFile, type FileAnalysis, judgeLoop, type LoopJudgement } from './analysis/judgeLoop.js';
import { ownPlacesOf, type OwnPlaces } from './analysis/ownPlaces.js';
import { toReason } from './analysis/reasons.js';
import { findLoops, isFound, type PlacedLoop } from './forms/index.js';
import type { Reason, Rewrite, TextEdit } from './model.js';
import { spanOf } from './project.js';
import { applyEdits, rewriteLoop, type RewriteOptions } from './rewrite/rewriteLoop.js';

/** Loops of a file that are refused as they stand, and not when their iterations work on copies of their own places. */
export interface Variants {
  /** What is said of the loop with copies, where that is better than what was said of it; else null. */
  judge(placed: PlacedLoop, before: LoopJudgement): LoopJudgement | null;
  /** The rewrite of a loop that was judged so; null for any other. */
  rewrite(judgement: LoopJudgement, options: RewriteOptions): Rewrite | null;
}

type Patch = OwnPlaces['patches'][number];

export function createVariants(analysis: FileAnalysis, found: readonly PlacedLoop[]): Variants {
  const judged = new Map<LoopJudgement, OwnPlaces>();
  /** Of all loops at once: a program is made for it, whatever their number. */
  let all: Variant | null | undefined;
  const variantOfAll = (): Variant | null => {
    const patches: Patch[] = [];
    let end = 0;
    for (const { loop } of found) {
      const own = loop.node.pos >= end && isFound(loop) ? ownPlacesOf(loop, analysis) : null;
      if (!own) continue;
      patches.push(...own.patches);
      end = loop.node.end;
    }
    return patches.length > 0 ? openVariant(analysis, patches) : null;
  };
  return {
    judge(placed, { judged: before }) {
      const { verdict, site } = before;
      const { loop } = placed;
      if (verdict.kind !== 'refused' || !isFound(loop)) return null;
      if (!verdict.reasons.some(({ code }) => code === 'loop-carried-dependence')) return null;
      const own = ownPlacesOf(loop, analysis);
      if (!own) return null;
      const there = (all ??= variantOfAll())?.judgeAt(loop.node);
      if (!there?.offer || there.judged.verdict.kind === 'refused') return null;
      const here = (reason: Reason): Reason => ({ ...reason, ...spanOf(loop.anchor), related: [] });
      const { assumptions } = there.judged.verdict;
      const assumed = own.assumed.map(toReason).filter((a) => !assumptions.some((b) => b.message === a.message));
      const listed = [...assumptions.map(here), ...assumed];
      const kind = listed.length > 0 ? 'assuming' : 'independent';
      const judgement: LoopJudgement = {
        offer: there.offer,
        judged: { ...there.judged, site, verdict: { ...there.judged.verdict, kind, assumptions: listed } },
      };
      judged.set(judgement, own);
      return judgement;
    },
    rewrite(judgement, options) {
      const own = judged.get(judgement);
      const node = found.find(({ loop }) => loop.node.getStart() === judgement.judged.site.span.start)?.loop.node;
      if (!own || !node) return null;
      const variant = openVariant(analysis, own.patches);
      const there = variant?.judgeAt(node);
      if (!variant || !there?.offer) return null;
      const rewrite = rewriteLoop({ ...there.offer, judged: judgement.judged }, variant.analysis, options);
      return { ...rewrite, edits: editsOfOriginal(rewrite.edits, own.patches, analysis.reading.snapshot.text) };
    },
  };
}

interface Variant {
  readonly analysis: FileAnalysis;
  /** @param node a loop of the file as it is */
  judgeAt(node: ts.Node): LoopJudgement | null;
}

/** Null where the program has changed meanwhile. */
function openVariant({ reading }: FileAnalysis, patches: readonly Patch[]): Variant | null {
  const { file, text } = reading.snapshot;
  const steps = analyseFile(
    reading.variant(
      applyEdits(
        text,
        patches.map((p) => ({ file, ...p })),
      ),
    ),
  );
  let step = steps.next();
  while (!step.done) step = steps.next();
  const analysis = step.value;
  if (!analysis) return null;
  const loops = findLoops(analysis.reading.source, analysis.reading.checker);
  return {
    analysis,
    judgeAt(node) {
      const start = movedBy(patches, node.getStart());
      const placed = loops.find(({ loop }) => loop.node.getStart() === start && loop.node.kind === node.kind);
      return placed ? judgeLoop(placed, analysis) : null;
    },
  };
}

/** Where what begins at a position begins after the patches. */
const movedBy = (patches: readonly Patch[], position: number): number =>
  patches
    .filter((p) => p.end <= position)
    .reduce((sum, { start, end, text }) => sum + text.length - (end - start), position);

/** Edits of the variant as edits of the file as it is: one takes the place of everything from the first patch to the last. */
function editsOfOriginal(edits: readonly TextEdit[], patches: readonly Patch[], text: string): readonly TextEdit[] {
  const [first, last] = [patches[0]!, patches.at(-1)!];
  const [{ file }] = edits as readonly [TextEdit];
  const grown = patches.reduce((sum, p) => sum + p.text.length - (p.end - p.start), 0);
  let [from, to] = [first.start, last.end + grown];
  const own = edits.filter((e) => e.file === file);
  // Edits that only touch an end are taken in as well.
  for (const e of own) if (e.start <= to && e.end >= from) [from, to] = [Math.min(from, e.start), Math.max(to, e.end)];
  const isInside = (e: TextEdit): boolean => e.start >= from && e.end <= to;
  const changed = applyEdits(
    text,
    patches.map((p) => ({ file, ...p })),
  );
  const inside = own.filter(isInside).map((e) => ({ ...e, start: e.start - from, end: e.end - from }));
  const middle = { file, start: from, end: to - grown, text: applyEdits(changed.slice(from, to), inside) };
  const before = own.filter((e) => e.end < from);
  const after = own.filter((e) => e.start > to).map((e) => ({ ...e, start: e.start - grown, end: e.end - grown }));
  return [...before, middle, ...after, ...edits.filter((e) => e.file !== file)];
}
