import type { ts } from 'ts-morph';
import { judgeLoop, type LoopJudgement } from './analysis/judgeLoop.js';
import { analyseFile, type FileAnalysis } from './analysis/program/programFacts.js';
import { boundCalls } from './analysis/variants/boundCalls.js';
import { drawnFirst } from './analysis/variants/drawnFirst.js';
import { ownPlaces } from './analysis/variants/ownPlaces.js';
import { toReason } from './analysis/reasons.js';
import type { SameLoop } from './analysis/variants/sameLoop.js';
import { checkerOf } from './analysis/untyped/checkerOf.js';
import { helpersInside } from './analysis/variants/helpersInside.js';
import { inlinedCalls } from './analysis/variants/inlinedCalls.js';
import { lastValues } from './analysis/variants/lastValues.js';
import { isKeptMeanwhile } from './analysis/variants/keptMeanwhile.js';
import { itemsByIndex } from './analysis/variants/itemsByIndex.js';
import { patternInside } from './analysis/variants/patternInside.js';
import { plainCallback } from './analysis/variants/plainCallback.js';
import { reduceFromFirst } from './analysis/variants/reduceFromFirst.js';
import { resultsByIndex } from './analysis/variants/resultsByIndex.js';
import { skipsByFlag } from './analysis/variants/skipsByFlag.js';
import { temporariesInside } from './analysis/variants/temporariesInside.js';
import { thisByParts } from './analysis/variants/thisByParts.js';
import { thisByName } from './analysis/variants/thisByName.js';
import type { DeclinedLoop, FoundLoop } from './forms/foundLoop.js';
import { findLoops, isFound, type PlacedLoop } from './forms/index.js';
import type { Reason, Rewrite, TextEdit } from './model.js';
import { partsOf } from './parts.js';
import { spanOf } from './project.js';
import { applyEdits, rewriteLoop, type RewriteOptions } from './rewrite/rewriteLoop.js';

/** Loops of a file that are refused as they stand, and not when they are written in another way. */
export interface Variants {
  /** What is said of the loop as it is written then, where that is better than what was said of it; else null. */
  judge(placed: PlacedLoop, before: LoopJudgement): LoopJudgement | null;
  /** The rewrite of a loop that was judged so; null for any other. */
  rewrite(judgement: LoopJudgement, options: RewriteOptions): Rewrite | null;
}

/** A way to write a loop, and the reasons that it may do away with. */
interface Way {
  readonly reasons: ReadonlySet<string>;
  /** A reason that it leaves as it is: the way is not tried then. */
  readonly unless?: string;
  /** Whether what it writes may be written in another way again. */
  readonly goesOn?: boolean;
  /** Tried only for loops whose iterations are much work. */
  readonly onlyHeavy?: boolean;
  write(loop: FoundLoop | DeclinedLoop, analysis: FileAnalysis, taken: Set<string>): SameLoop | null;
}

/** THE table of ways, in the order in which they are tried. */
const ways: readonly Way[] = [
  {
    reasons: new Set(['loop-carried-dependence', 'nothing-to-compute']),
    write: (loop, analysis) => (isFound(loop) ? ownPlaces(loop, analysis) : null),
  },
  {
    reasons: new Set(['loop-carried-dependence', 'shared-memory', 'nothing-to-compute']),
    write: (loop, analysis) => (isFound(loop) ? temporariesInside(loop, analysis) : null),
  },
  {
    reasons: new Set(['loop-carried-dependence']),
    write: (loop, analysis, taken) => (isFound(loop) ? lastValues(loop, analysis, taken) : null),
  },
  {
    reasons: new Set(['loop-carried-dependence', 'nothing-to-compute']),
    goesOn: true,
    onlyHeavy: true,
    write: (loop) => (isFound(loop) ? skipsByFlag(loop) : null),
  },
  {
    reasons: new Set(['loop-carried-dependence', 'random', 'unsupported-header']),
    onlyHeavy: true,
    write: drawnFirst,
  },
  { reasons: new Set(['unknown-call', 'changes-collection', 'form-not-supported']), goesOn: true, write: boundCalls },
  { reasons: new Set(['form-not-supported']), write: resultsByIndex },
  { reasons: new Set(['form-not-supported']), write: reduceFromFirst },
  { reasons: new Set(['form-not-supported']), goesOn: true, write: patternInside },
  { reasons: new Set(['form-not-supported', 'uses-this']), goesOn: true, write: plainCallback },
  { reasons: new Set(['object-identity']), goesOn: true, onlyHeavy: true, write: itemsByIndex },
  { reasons: new Set(['uses-this']), goesOn: true, write: thisByName },
  {
    reasons: new Set(['uses-this']),
    // What iterations hand on by way of `this`, they hand on by its parts.
    unless: 'loop-carried-dependence',
    goesOn: true,
    onlyHeavy: true,
    write: (loop, analysis) => thisByParts(loop, analysis, (part) => isKeptMeanwhile(part, loop.node, analysis)),
  },
  {
    reasons: new Set(['uses-this', 'changes-bound']),
    goesOn: true,
    onlyHeavy: true,
    write: (loop, analysis) =>
      thisByParts(loop, analysis, () => false) &&
      thisByParts(loop, analysis, (part) => isKeptMeanwhile(part, loop.node, analysis)),
  },
  { reasons: new Set(['module-state']), goesOn: true, onlyHeavy: true, write: helpersInside },
  {
    reasons: new Set([
      'loop-carried-dependence',
      'nothing-to-compute',
      'module-state',
      'uses-this',
      'prints',
      'writes-files',
    ]),
    goesOn: true,
    onlyHeavy: true,
    write: inlinedCalls,
  },
];

/** What cannot be followed as a loop is written cannot be in most other ways either, and each of them is dear to ask. */
const UNFOLLOWED = 'unknown-call';

type Patch = SameLoop['patches'][number];

/**
 * @param found the loops that are asked about
 * @param isLast set where the loops are written in another way already, and in no further one
 */
export function createVariants(analysis: FileAnalysis, found: () => readonly PlacedLoop[], isLast = false): Variants {
  const judged = new Map<LoopJudgement, { readonly way: Way; readonly same: SameLoop; readonly anchor: ts.Node }>();
  /** Of all loops at once: one program is made for a way, whatever their number. */
  const all = new Map<Way, { readonly variant: Variant | null; readonly loops: ReadonlySet<ts.Node> }>();
  /** What they say of a loop, as it is said of the loop as it stands. */
  let told = (text: string): string => text;
  const variantOfAll = (way: Way): { readonly variant: Variant | null; readonly loops: ReadonlySet<ts.Node> } => {
    const known = all.get(way);
    if (known !== undefined) return known;
    const patches: Patch[] = [];
    const taken = new Set<string>();
    const loops = new Set<ts.Node>();
    let end = 0;
    for (const { loop } of found()) {
      const same = loop.node.pos >= end ? way.write(loop, analysis, taken) : null;
      if (!same) continue;
      const { finish } = same;
      const before = told;
      if (finish) told = (text) => finish(before(text));
      patches.push(...same.patches);
      loops.add(loop.node);
      end = loop.node.end;
    }
    const variant = patches.length > 0 ? openVariant(analysis, patches, isLast || !way.goesOn) : null;
    const made = { variant, loops };
    all.set(way, made);
    return made;
  };
  /** Of a loop inside one that is written in this way as well, by itself. */
  const variantFor = (way: Way, loop: FoundLoop | DeclinedLoop, same: SameLoop): Variant | null => {
    const { variant, loops } = variantOfAll(way);
    return loops.has(loop.node) ? variant : openVariant(analysis, same.patches, isLast || !way.goesOn);
  };
  const judgeBy = (way: Way, loop: FoundLoop | DeclinedLoop, before: LoopJudgement): LoopJudgement | null => {
    const { verdict, site, weight } = before.judged;
    if (verdict.kind !== 'refused') return null;
    // Another way is judged by a program of its own, which is dear: of little work nothing comes of it.
    const isMeant = (code: string): boolean =>
      way.reasons.has(code) && (weight === 'heavy' || (!way.onlyHeavy && code !== 'nothing-to-compute'));
    if (!verdict.reasons.some(({ code }) => isMeant(code))) return null;
    if (verdict.reasons.some(({ code }) => code === way.unless)) return null;
    if (!way.reasons.has(UNFOLLOWED) && verdict.reasons.some(({ code }) => code === UNFOLLOWED)) return null;
    const same = way.write(loop, analysis, new Set());
    if (!same) return null;
    const there = variantFor(way, loop, same)?.judgeAt(loop.anchor);
    if (!there?.offer || there.judged.verdict.kind === 'refused') return null;
    const here = (reason: Reason): Reason => ({
      ...reason,
      span: spanOf(loop.anchor),
      message: told(reason.message),
      related: [],
    });
    const { assumptions } = there.judged.verdict;
    const assumed = same.assumed.map(toReason).filter((a) => !assumptions.some((b) => b.message === a.message));
    const listed = [...assumptions.map(here), ...assumed];
    const kind = listed.length > 0 ? 'assuming' : 'independent';
    const { facts } = there.judged;
    const judgement: LoopJudgement = {
      offer: there.offer,
      judged: {
        ...there.judged,
        site,
        facts: { ...facts, captures: facts.captures.map(told) },
        verdict: { ...there.judged.verdict, kind, assumptions: listed },
      },
    };
    judged.set(judgement, { way, same, anchor: loop.anchor });
    return judgement;
  };
  return {
    judge({ loop }, before) {
      for (const way of ways) {
        const judgement = judgeBy(way, loop, before);
        if (judgement) return judgement;
      }
      return null;
    },
    rewrite(judgement, options) {
      const known = judged.get(judgement);
      if (!known) return null;
      const { way, same, anchor } = known;
      const variant = openVariant(analysis, same.patches, isLast || !way.goesOn);
      const there = variant?.judgeAt(anchor);
      if (!variant || !there?.offer) return null;
      const rewrite =
        variant.variants?.rewrite(there, options) ??
        rewriteLoop({ ...there.offer, judged: judgement.judged }, variant.analysis, options);
      return ofOriginal(rewrite, same, analysis.reading.snapshot.text);
    },
  };
}

interface Variant {
  readonly analysis: FileAnalysis;
  /** Its loops in yet another way; null for the last. */
  readonly variants: Variants | null;
  /** @param anchor that of a loop of the file as it is */
  judgeAt(anchor: ts.Node): LoopJudgement | null;
}

/** Null where the program has changed meanwhile. */
function openVariant({ reading }: FileAnalysis, patches: readonly Patch[], isLast: boolean): Variant | null {
  const { file, text } = reading.snapshot;
  const read = reading.variant(applyEdits(text, editsOf(patches, file)));
  const changed = { ...read, checker: checkerOf(read.program, read.source) };
  // A program may know the file by another name.
  if (changed.source.text !== changed.snapshot.text) return null;
  const steps = analyseFile(changed);
  let step = steps.next();
  while (!step.done) step = steps.next();
  const analysis = step.value;
  if (!analysis) return null;
  const { source, checker } = analysis.reading;
  const parts = partsOf(source);
  const known = new Map<ts.Node, readonly PlacedLoop[]>();
  const loopsIn = (part: ts.Node): readonly PlacedLoop[] => {
    let loops = known.get(part);
    if (!loops) known.set(part, (loops = findLoops(part, checker)));
    return loops;
  };
  const variants = isLast ? null : createVariants(analysis, () => parts.flatMap(loopsIn), true);
  return {
    analysis,
    variants,
    judgeAt(anchor) {
      const start = movedBy(patches, anchor.getStart());
      const part = parts.find(({ pos, end }) => pos <= start && start < end);
      const placed = part && loopsIn(part).find(({ loop }) => loop.anchor.getStart() === start);
      if (!placed) return null;
      const judgement = judgeLoop(placed, analysis);
      return variants?.judge(placed, judgement) ?? judgement;
    },
  };
}

/** Where what begins at a position begins after the patches. */
const movedBy = (patches: readonly Patch[], position: number): number =>
  position + growth(patches.filter((p) => p.end <= position));

/** A rewrite of the variant as one of the file as it is: one edit takes the place of everything from the first patch to the last. */
function ofOriginal(rewrite: Rewrite, { patches, finish = (text) => text }: SameLoop, text: string): Rewrite {
  const { edits, loopAfter } = rewrite;
  const [first, last] = [patches[0]!, patches.at(-1)!];
  const [{ file }] = edits as readonly [TextEdit];
  const grown = growth(patches);
  let [from, to] = [first.start, last.end + grown];
  const own = edits.filter((e) => e.file === file);
  // Edits that only touch an end are taken in as well, and what touches those.
  const touching = (): TextEdit | undefined =>
    own.find((e) => e.start <= to && e.end >= from && (e.start < from || e.end > to));
  for (let e = touching(); e; e = touching()) [from, to] = [Math.min(from, e.start), Math.max(to, e.end)];
  const before = own.filter((e) => e.end < from);
  const after = own.filter((e) => e.start > to).map((e) => ({ ...e, start: e.start - grown, end: e.end - grown }));
  const inside = own
    .filter((e) => e.start >= from && e.end <= to)
    .map((e) => ({ ...e, start: e.start - from, end: e.end - from }));
  const changed = applyEdits(text, editsOf(patches, file)).slice(from, to);
  const middle = applyEdits(changed, inside);
  const start = from + growth(before);
  const placeOf = (at: number): number => start + finish(middle.slice(0, at - start)).length;
  return {
    ...rewrite,
    edits: [
      ...before,
      { file, start: from, end: to - grown, text: finish(middle) },
      ...after,
      ...edits.filter((e) => e.file !== file),
    ],
    loopAfter: {
      start: placeOf(loopAfter.start),
      end: placeOf(Math.min(loopAfter.end, start + middle.length)) + Math.max(0, loopAfter.end - start - middle.length),
    },
  };
}

const editsOf = (patches: readonly Patch[], file: string): TextEdit[] => patches.map((p) => ({ file, ...p }));

/** How much longer a text is after changes of it. */
const growth = (patches: readonly Patch[]): number =>
  patches.reduce((sum, { start, end, text }) => sum + text.length - (end - start), 0);
