import type { ts } from 'ts-morph';
import { WRITTEN_HERE } from './analysis/reasons.js';
import type { TextChange } from './changeBetween.js';
import type { JudgedLoop, Reason, Span } from './model.js';

/** Tells where something is after a change of the text around it. */
export type Move = (span: Span) => Span;

/**
 * @param source the file after the change
 * @param isBehind whether what is moved began behind the change; otherwise it ended before it
 */
export function createMove(source: ts.SourceFile, { start, endBefore, endAfter }: TextChange, isBehind: boolean): Move {
  const moved = (at: number): number => {
    if (at > start || (isBehind && at >= endBefore)) return at >= endBefore ? at + endAfter - endBefore : start;
    return at;
  };
  return (span) => {
    if (span.file !== source.fileName || span.end < start) return span;
    const from = moved(span.start);
    const { line, character } = source.getLineAndCharacterOfPosition(from);
    return { ...span, start: from, end: moved(span.end), line: line + 1, column: character + 1 };
  };
}

/** What was said of a loop, with the places where it all is now. */
export function movedLoop(loop: JudgedLoop, move: Move): JudgedLoop {
  const { site, facts, verdict } = loop;
  const span = move(site.span);
  const moveAll = (reasons: readonly Reason[]): Reason[] => reasons.map((reason) => movedReason(reason, move));
  return {
    ...loop,
    site: { ...site, span, anchor: move(site.anchor), endLine: site.endLine + span.line - site.span.line },
    facts: { ...facts, lasting: facts.lasting.map((one) => ({ ...one, span: move(one.span) })) },
    verdict:
      verdict.kind === 'refused'
        ? { ...verdict, reasons: moveAll(verdict.reasons) }
        : { ...verdict, assumptions: moveAll(verdict.assumptions) },
  };
}

function movedReason(reason: Reason, move: Move): Reason {
  const related = reason.related.map((one) => ({ ...one, span: move(one.span) }));
  const moved = { ...reason, span: move(reason.span), related };
  // The message names the line of a write.
  const written = reason.related.findIndex(({ message }) => message === WRITTEN_HERE);
  if (written < 0) return moved;
  const line = new RegExp(` in line ${reason.related[written]!.span.line}\\b`);
  return { ...moved, message: reason.message.replace(line, ` in line ${related[written]!.span.line}`) };
}
