/** One stretch of a text that took the place of another. */
export interface TextChange {
  readonly start: number;
  /** Where the stretch ends in the text before. */
  readonly endBefore: number;
  /** Where it ends in the text after. */
  readonly endAfter: number;
}

/** The smallest stretch by which two texts differ. */
export function changeBetween(before: string, after: string): TextChange {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  const rest = shorter - start;
  let tail = 0;
  while (tail < rest && before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail))
    tail++;
  return { start, endBefore: before.length - tail, endAfter: after.length - tail };
}
