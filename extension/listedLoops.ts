import { counted } from '../server/counted.js';
import type { Place, PlaceRange, ProfiledLoop, ScannedLoop } from '../server/messages.js';

/** What one edit of a text replaced, and by what. */
export interface TextChange {
  readonly range: PlaceRange;
  readonly text: string;
}

/** What a scan has found, in one sentence. */
export function summaryOf(loops: readonly Pick<ScannedLoop, 'verdict'>[], files: number): string {
  if (loops.length === 0) return `No loops in ${counted(files, 'file')}.`;
  const count = (verdict: ScannedLoop['verdict']): number => loops.filter((loop) => loop.verdict === verdict).length;
  const [independent, assuming, refused] = [count('independent'), count('assuming'), count('refused')];
  const assume = assuming > 0 ? `, ${assuming} with assumptions` : '';
  const stay = refused === 1 ? '1 stays a loop' : `${refused} stay loops`;
  return `${counted(loops.length, 'loop')} in ${counted(files, 'file')}: ${independent} independent${assume}, ${stay}.`;
}

/** Loops of one file at the lines where they are after edits, in the order that an editor tells them; without those that were written over. */
export function shiftedLoops<T extends ScannedLoop>(loops: readonly T[], changes: readonly TextChange[]): T[] {
  return loops.flatMap((loop) => {
    let at: Place | null = loop.range.start;
    for (const change of changes) at = at && shifted(at, change);
    if (!at) return [];
    const by = at.line - loop.range.start.line;
    const end = { ...loop.range.end, line: loop.range.end.line + by };
    return [{ ...loop, line: loop.line + by, endLine: loop.endLine + by, range: { start: at, end } }];
  });
}

/** What a run has said of loops, with what is said of them now; without those that are no longer there. */
export function measuredLoops(measured: readonly ProfiledLoop[], now: readonly ScannedLoop[]): ProfiledLoop[] {
  return measured.flatMap(({ ms, share, gain, ...before }) => {
    const found = now.find(
      ({ line, form, function: name }) => line === before.line && form === before.form && name === before.function,
    );
    return found ? [{ ...found, ms, share, gain }] : [];
  });
}

function shifted(at: Place, { range: { start, end }, text }: TextChange): Place | null {
  if (isBefore(at, start)) return at;
  if (isBefore(at, end)) return null;
  const lines = text.split('\n');
  const character =
    at.line > end.line
      ? at.character
      : at.character - end.character + lines.at(-1)!.length + (lines.length === 1 ? start.character : 0);
  return { line: at.line - end.line + start.line + lines.length - 1, character };
}

const isBefore = (one: Place, other: Place): boolean =>
  one.line < other.line || (one.line === other.line && one.character < other.character);
