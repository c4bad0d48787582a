import { ts } from 'ts-morph';
import { changeBetween } from './changeBetween.js';
import { createMove, movedLoop } from './movedLoop.js';
import type { JudgedLoop } from './model.js';
import { partsOf } from './parts.js';
import type { JudgedPart, KnownPart, ScannedFile } from './pipeline.js';

/** What is still said of the loops of a file, without those of the parts that have changed. */
export function knownLoops(before: ScannedFile, file: string, text: string): readonly JudgedLoop[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const known = createKnownParts(before, false, () => false);
  return partsOf(source).flatMap((part) => known(part, source)?.loops ?? []);
}

/**
 * What is still said of the parts of a file whose own text is as it was. What they use may be another by now: it is for showing
 * until all is judged anew, and never for a rewrite.
 *
 * @param isFresh whether nothing at all has changed since
 * @param isDoubted parts that are judged anew where they are not fresh, by where they are now
 */
export function createKnownParts(
  before: ScannedFile,
  isFresh: boolean,
  isDoubted: (start: number, end: number) => boolean,
): KnownPart {
  const keyOf = (start: number, end: number): string => `${start} ${end}`;
  const parts = new Map(before.parts.map((part) => [keyOf(part.start, part.end), part]));
  let source: ts.SourceFile | undefined;
  let find: (part: ts.Node) => JudgedPart | null = () => null;
  const findIn = (file: ts.SourceFile): typeof find => {
    const change = changeBetween(before.text, file.text);
    const grown = change.endAfter - change.endBefore;
    const moves = { before: createMove(file, change, false), behind: createMove(file, change, true) };
    return ({ pos, end }) => {
      const isBehind = end > change.start;
      if (isBehind && pos < change.endAfter) return null;
      const moved = isBehind ? grown : 0;
      const part = parts.get(keyOf(pos - moved, end - moved));
      if (!part) return null;
      const move = isBehind ? moves.behind : moves.before;
      return {
        start: pos,
        end,
        loops: part.loops.map((loop) => movedLoop(loop, move)),
        isFresh: isFresh && part.isFresh,
      };
    };
  };
  return (part, file) => {
    if (source !== file) [source, find] = [file, findIn(file)];
    const known = find(part);
    return known && (known.isFresh || !isDoubted(part.pos, part.end)) ? known : null;
  };
}
