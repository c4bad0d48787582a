/** The view of loops says what is true after edits. */
import { describe, expect, it } from 'vitest';
import { measuredLoops, shiftedLoops, summaryOf, type TextChange } from '../../../extension/listedLoops.js';
import type { ProfiledLoop, ScannedLoop } from '../../../server/messages.js';

function loopAt(line: number, more: Partial<ProfiledLoop> = {}): ProfiledLoop {
  const range = { start: { line: line - 1, character: 2 }, end: { line: line + 1, character: 3 } };
  const measured = { ms: 10, share: 0.5, gain: 2 };
  return {
    line,
    endLine: line + 2,
    form: 'for-of',
    function: 'f',
    verdict: 'independent',
    range,
    ...measured,
    ...more,
  } as ProfiledLoop;
}

function replace(fromLine: number, from: number, toLine: number, to: number, text: string): TextChange {
  return { range: { start: { line: fromLine, character: from }, end: { line: toLine, character: to } }, text };
}

describe('a loop of the list', () => {
  const lineAfter = (line: number, ...changes: TextChange[]): number | undefined =>
    shiftedLoops([loopAt(line)], changes)[0]?.line;

  it('moves with the lines above it, and stays where only something below is edited', () => {
    expect(lineAfter(5, replace(0, 0, 0, 0, "import { pool } from 'looppool';\n"))).toBe(6);
    expect(lineAfter(5, replace(1, 0, 3, 0, ''))).toBe(3);
    expect(lineAfter(5, replace(5, 4, 5, 9, 'a\nb\nc'))).toBe(5);
    expect(lineAfter(5, replace(0, 0, 0, 0, '\n'), replace(0, 0, 0, 0, '\n\n'))).toBe(8);
    expect(lineAfter(5, replace(3, 7, 4, 0, '\n'))).toBe(5);
  });

  it('goes when its beginning is written over', () => {
    expect(lineAfter(5, replace(4, 2, 6, 3, 'return pool.mapSync(f, xs);'))).toBeUndefined();
    expect(lineAfter(5, replace(0, 0, 20, 0, ''))).toBeUndefined();
    expect(lineAfter(5, replace(4, 0, 4, 2, '    '))).toBe(5);
  });

  it('keeps its whole range', () => {
    const [moved] = shiftedLoops([loopAt(5)], [replace(4, 0, 4, 2, '// why\n    ')]);
    expect(moved).toMatchObject({
      line: 6,
      endLine: 8,
      range: { start: { line: 5, character: 4 }, end: { line: 7, character: 3 } },
    });
  });

  it('keeps what a run has measured, with the verdict of now, as long as it is there', () => {
    const { ms, share, gain } = loopAt(5);
    const { ms: _ms, share: _share, gain: _gain, ...scanned } = loopAt(5, { verdict: 'refused' });
    const others = [
      { ...scanned, form: 'map' },
      { ...scanned, line: 9 },
      { ...scanned, function: 'g' },
    ];
    expect(measuredLoops([loopAt(5)], [...others, scanned])).toEqual([{ ...scanned, ms, share, gain }]);
    expect(measuredLoops([loopAt(5)], others)).toEqual([]);
  });
});

it('the sentence above the list counts', () => {
  const loops = (...verdicts: ScannedLoop['verdict'][]) => verdicts.map((verdict) => ({ verdict }));
  expect(summaryOf([], 1)).toBe('No loops in 1 file.');
  expect(summaryOf(loops('independent', 'refused'), 2)).toBe('2 loops in 2 files: 1 independent, 1 stays a loop.');
  expect(summaryOf(loops('independent', 'assuming', 'refused', 'refused'), 2)).toBe(
    '4 loops in 2 files: 1 independent, 1 with assumptions, 2 stay loops.',
  );
});
