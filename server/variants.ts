import type { ts } from 'ts-morph';
import { judgeLoop, type LoopJudgement } from './analysis/judgeLoop.js';
import { createCounterparts } from './analysis/source/counterparts.js';
import { analyseFile, type FileAnalysis } from './analysis/program/programFacts.js';
import { boundCalls } from './analysis/variants/boundCalls.js';
import { drawnFirst } from './analysis/variants/drawnFirst.js';
import { ownPlaces } from './analysis/variants/ownPlaces.js';
import { toReason } from './analysis/reasons.js';
import type { SameLoop } from './analysis/variants/sameLoop.js';
import { checkerOf } from './analysis/untyped/checkerOf.js';
import { guessesOf, remembered } from './analysis/untyped/remembering.js';
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
import type { Reason, Rewrite } from './model.js';
import { editsOf, movedBegin } from './moves.js';
import { ofOriginal, withoutOthers } from './ofOriginal.js';
import { partsOf } from './parts.js';
import { spanOf } from './project.js';
import { applyEdits, rewriteLoop, type RewriteOptions } from './rewrite/rewriteLoop.js';

/** Loops of a file that are refused as they stand, and not when they are written in another way. */
export interface Variants {
  /** What is said of the loop as it is written then, where that is better than what was said of it; else null. */
  judge(placed: PlacedLoop, before: LoopJudgement): LoopJudgement | null;
  /**
   * The rewrite of a loop that was judged so; null for any other.
   *
   * @throws Error where it cannot be written as it was judged
   */
  rewrite(judgement: LoopJudgement, options: RewriteOptions): Rewrite | null;
}

/** A way to write a loop, and the reasons that it may do away with. */
interface Way {
  readonly reasons: ReadonlySet<string>;
  /**
   * Whether it leaves a reason as it is: the way is not tried then.
   *
   * @param text what the reason is about
   */
  readonly unless?: (reason: Reason, text: string) => boolean;
  /** Whether what it writes may be written in another way again. */
  readonly goesOn?: boolean;
  /** Tried only for loops whose iterations are much work. */
  readonly onlyHeavy?: boolean;
  write(loop: Loop, analysis: FileAnalysis, taken: Set<string>): SameLoop | null;
}

const isHandedOn = ({ code }: Reason): boolean => code === 'loop-carried-dependence';

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
    unless: isHandedOn,
    goesOn: true,
    onlyHeavy: true,
    write: (loop, analysis) => thisByParts(loop, analysis, (part) => isKeptMeanwhile(part, loop.node, analysis)),
  },
  {
    reasons: new Set(['uses-this', 'changes-bound']),
    // What iterations hand on by another name, they hand on by it still.
    unless: (reason, text) => isHandedOn(reason) && !/\bthis\b/.test(text),
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

type Loop = FoundLoop | DeclinedLoop;

/** Changes of the text, and the loops that are written in another way by them. */
interface Written {
  readonly patches: readonly Patch[];
  readonly loops: readonly Loop[];
}

/** Loops that are written in one way in one program: none is inside another. */
interface Layer extends Written {
  readonly patches: Patch[];
  readonly loops: Loop[];
  readonly same: Map<Loop, SameLoop>;
  readonly taken: Set<string>;
  /** Opened when it is first asked for. */
  variant?: Variant | null;
}

/**
 * @param found the loops that are asked about
 * @param known what has been said already of one of them as it stands
 * @param isLast set where the loops are written in another way already, and in no further one
 */
export function createVariants(
  analysis: FileAnalysis,
  found: () => readonly PlacedLoop[],
  known: (loop: PlacedLoop) => LoopJudgement | undefined,
  isLast = false,
): Variants {
  const judged = new Map<LoopJudgement, { readonly way: Way; readonly same: SameLoop; readonly loop: Loop }>();
  /** Of all loops at once: for a way, one program is made for each depth of nesting, whatever the number of loops. */
  const all = new Map<Way, readonly Layer[]>();
  /** What they say of a loop, as it is said of the loop as it stands. */
  let told = (text: string): string => text;
  const layersOf = (way: Way): readonly Layer[] => {
    const before = all.get(way);
    if (before !== undefined) return before;
    const layers: Layer[] = [];
    for (const placed of found()) {
      const { loop } = placed;
      const judgement = known(placed);
      if (judgement && !isTried(way, judgement, analysis)) continue;
      // Loops come in the order of the text: one that is inside another comes behind it.
      const beside = layers.find(({ loops }) => loop.node.pos >= loops.at(-1)!.node.end);
      const layer = beside ?? { patches: [], loops: [], same: new Map<Loop, SameLoop>(), taken: new Set<string>() };
      const same = way.write(loop, analysis, layer.taken);
      if (!same) continue;
      if (!beside) layers.push(layer);
      const { finish } = same;
      const earlier = told;
      if (finish) told = (text) => finish(earlier(text));
      layer.patches.push(...same.patches);
      layer.loops.push(loop);
      layer.same.set(loop, same);
    }
    all.set(way, layers);
    return layers;
  };
  const layerWith = (way: Way, loop: Loop): Layer | undefined => layersOf(way).find(({ same }) => same.has(loop));
  const variantOf = (layer: Layer, way: Way): Variant | null => {
    if (layer.variant === undefined) layer.variant = openVariant(analysis, layer, isLast || !way.goesOn);
    return layer.variant;
  };
  const judgeBy = (way: Way, loop: Loop, before: LoopJudgement): LoopJudgement | null => {
    if (!isTried(way, before, analysis)) return null;
    const { verdict, site } = before.judged;
    const same = way.write(loop, analysis, new Set());
    if (!same || (verdict.kind === 'refused' && !verdict.reasons.some((reason) => concerns(same, reason)))) return null;
    const layer = layerWith(way, loop);
    const there = layer && variantOf(layer, way)?.judgeAt(loop);
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
    judged.set(judgement, { way, same, loop });
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
      const { way, same, loop } = known;
      const { text } = analysis.reading.snapshot;
      const rewriteIn = (variant: Variant | null): Rewrite | null => {
        const there = variant?.judgeAt(loop);
        if (!variant || !there?.offer) return null;
        return (
          variant.variants?.rewrite(there, options) ??
          rewriteLoop({ ...there.offer, judged: judgement.judged }, variant.analysis, options)
        );
      };
      const alone = rewriteIn(openVariant(analysis, { patches: same.patches, loops: [loop] }, isLast || !way.goesOn));
      if (alone) return ofOriginal(alone, same, text);
      // More may be known of a loop where those that it calls, or that use the same names, are written in another way as well.
      const layer = layerWith(way, loop);
      const together = layer ? rewriteIn(variantOf(layer, way)) : null;
      if (!together) throw new Error('the loop is no longer what it was when it was judged');
      return ofOriginal(...withoutOthers(together, layer!.patches, layer!.same.get(loop)!, text), text);
    },
  };
}

/** Whether a way is tried for a loop that has been judged as it stands. */
function isTried(way: Way, { judged: { verdict, weight } }: LoopJudgement, { reading }: FileAnalysis): boolean {
  if (verdict.kind !== 'refused') return false;
  const codes = verdict.reasons.map(({ code }) => code);
  // Another way is judged by a program of its own, which is dear: of little work nothing comes of it.
  const isMeant = (code: string): boolean =>
    way.reasons.has(code) && (weight === 'heavy' || (!way.onlyHeavy && code !== 'nothing-to-compute'));
  const { file, text } = reading.snapshot;
  const textOf = ({ span }: Reason): string => (span.file === file ? text.slice(span.start, span.end) : 'this');
  const { unless = () => false } = way;
  if (!codes.some(isMeant) || verdict.reasons.some((reason) => unless(reason, textOf(reason)))) return false;
  return way.reasons.has(UNFOLLOWED) || !codes.includes(UNFOLLOWED);
}

/** Whether a way of writing a loop may do away with a reason: what it does not touch stays. */
const concerns = ({ reads }: SameLoop, reason: Reason): boolean => {
  const { file, start, end } = reason.span;
  const isRead = (node: ts.Node): boolean =>
    node.getSourceFile().fileName !== file || (node.getStart() < end && start < node.end);
  return !reads || !isHandedOn(reason) || reads.some(isRead);
};

interface Variant {
  readonly analysis: FileAnalysis;
  /** Its loops in yet another way; null for the last. */
  readonly variants: Variants | null;
  /** @param loop one of the file as it is, which is written in another way here */
  judgeAt(loop: Loop): LoopJudgement | null;
}

/**
 * @param loops those that are written in another way by the patches
 * @returns null where the program has changed meanwhile
 */
function openVariant(original: FileAnalysis, { patches, loops }: Written, isLast: boolean): Variant | null {
  const { reading } = original;
  const { file, text } = reading.snapshot;
  const read = reading.variant(applyEdits(text, editsOf(patches, file)));
  const changed = { ...read, checker: checkerOf(read.program, read.source, read.original) };
  // A program may know the file by another name.
  if (changed.source.text !== changed.snapshot.text) return null;
  const steps = analyseFile(changed, {
    original,
    changed: changed.source,
    counterparts: createCounterparts(reading.source, changed.source, patches, {
      before: reading.checker,
      after: changed.checker,
    }),
  });
  let step = steps.next();
  while (!step.done) step = steps.next();
  const analysis = step.value;
  if (!analysis) return null;
  const { source, checker } = analysis.reading;
  const parts = partsOf(source);
  const guesses = guessesOf(checker);
  const loopsIn = remembered(guesses, (part: ts.Node) => findLoops(part, checker));
  const placeOf = remembered(guesses, ({ anchor }: Loop): PlacedLoop | undefined => {
    const start = movedBegin(patches, anchor.getStart());
    const part = parts.find(({ pos, end }) => pos <= start && start < end);
    return part && loopsIn(part).find(({ loop }) => loop.anchor.getStart() === start);
  });
  const judge = remembered(guesses, (placed: PlacedLoop) => judgeLoop(placed, analysis));
  const found = (): readonly PlacedLoop[] => loops.flatMap((loop) => placeOf(loop) ?? []);
  const variants = isLast ? null : createVariants(analysis, found, judge, true);
  return {
    analysis,
    variants,
    judgeAt(loop) {
      const placed = placeOf(loop);
      return placed ? (variants?.judge(placed, judge(placed)) ?? judge(placed)) : null;
    },
  };
}
