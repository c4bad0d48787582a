/** One stretch of a text that took the place of another. */
export interface TextChange {
  readonly start: number;
  /** Where the stretch ends in the text before. */
  readonly endBefore: number;
  /** Where it ends in the text after. */
  readonly endAfter: number;
}

/** So much is compared at once, which is faster than one after another. */
const CHUNK = 1024;

/** The smallest stretch by which two texts differ. */
export function changeBetween(before: string, after: string): TextChange {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start + CHUNK <= shorter && before.slice(start, start + CHUNK) === after.slice(start, start + CHUNK))
    start += CHUNK;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let [endBefore, endAfter] = [before.length, after.length];
  const isSame = (length: number): boolean =>
    Math.min(endBefore, endAfter) - length >= start &&
    before.slice(endBefore - length, endBefore) === after.slice(endAfter - length, endAfter);
  for (const length of [CHUNK, 1])
    while (isSame(length)) [endBefore, endAfter] = [endBefore - length, endAfter - length];
  return { start, endBefore, endAfter };
}
