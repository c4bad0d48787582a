import type { JudgedLoop } from './model.js';

/** The loop that is reported on a line, or failing that the innermost one around it. Lines and columns start at 1. */
export function loopAt(
  loops: readonly JudgedLoop[],
  place: { readonly line: number | null; readonly column: number | null },
): JudgedLoop | undefined {
  const onLine = loops.filter((l) => l.site.anchor.line === place.line);
  const { column } = place;
  const exact =
    column === null
      ? onLine[0]
      : (onLine.find((l) => l.site.anchor.column === column) ??
        onLine.filter((l) => l.site.anchor.column <= column).at(-1));
  return (
    exact ?? onLine[0] ?? loops.filter((l) => l.site.span.line <= place.line! && l.site.endLine >= place.line!).at(-1)
  );
}
