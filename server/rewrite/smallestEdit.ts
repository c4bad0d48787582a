import { changeBetween } from '../changeBetween.js';

/** One edit without the parts that both texts share at the ends. */
export function smallestEdit(before: string, after: string): { start: number; end: number; text: string } {
  const { start, endBefore, endAfter } = changeBetween(before, after);
  return { start, end: endBefore, text: after.slice(start, endAfter) };
}
