import type { SameLoop } from './analysis/variants/sameLoop.js';
import type { Rewrite, TextEdit } from './model.js';
import { type Change, editsOf, growth, undoing } from './moves.js';
import { applyEdits, positionAfter } from './rewrite/rewriteLoop.js';

/**
 * A rewrite of one of several loops that are written in another way, in a text in which the others are as they were; and how that one
 * is written there.
 *
 * @param all the changes of all the loops
 * @param same those of the one
 * @param text of the file as it is
 */
export function withoutOthers(
  rewrite: Rewrite,
  all: readonly Change[],
  same: SameLoop,
  text: string,
): [Rewrite, SameLoop] {
  const [{ file }] = rewrite.edits as readonly [TextEdit];
  const edits = rewrite.edits.filter((e) => e.file === file);
  const patches = [...all].sort((a, b) => a.start - b.start);
  const back = undoing(patches, text);
  // What an edit changes a part of stays as the edit knows it.
  const isCut = (undo: Change): boolean =>
    edits.some((e) => e.start < undo.end && undo.start < e.end && !(e.start <= undo.start && undo.end <= e.end));
  const isKept = (k: number): boolean => same.patches.includes(patches[k]!) || isCut(back[k]!);
  const undone = back.filter((_, k) => !isKept(k));
  const moved = (position: number): number => position + growth(undone.filter(({ end }) => end <= position));
  const movedLater = (position: number): number =>
    position + growth(undone.filter(({ start }) => (positionAfter(edits, start) ?? Infinity) < position));
  const { loopAfter } = rewrite;
  return [
    {
      ...rewrite,
      edits: rewrite.edits.map((e) => (e.file === file ? { ...e, start: moved(e.start), end: moved(e.end) } : e)),
      loopAfter: { start: movedLater(loopAfter.start), end: movedLater(loopAfter.end) },
    },
    { ...same, patches: patches.filter((_, k) => isKept(k)) },
  ];
}

/** A rewrite of the variant as one of the file as it is: one edit takes the place of everything from the first patch to the last. */
export function ofOriginal(rewrite: Rewrite, { patches, finish = (text) => text }: SameLoop, text: string): Rewrite {
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
