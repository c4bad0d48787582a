import type { TextEdit } from './model.js';

export type Change = Pick<TextEdit, 'start' | 'end' | 'text'>;

/** How much longer a text is after changes of it. */
export const growth = (changes: readonly Change[]): number =>
  changes.reduce((sum, { start, end, text }) => sum + text.length - (end - start), 0);

/** Where what begins at a position begins after the changes: behind what is put in there. */
export const movedBegin = (changes: readonly Change[], position: number): number =>
  position + growth(changes.filter(({ end }) => end <= position));

/** Where what ends at a position ends after the changes: before what is put in there. */
export const movedEnd = (changes: readonly Change[], position: number): number =>
  position + growth(changes.filter(({ start, end }) => end <= position && start < position));

/** The changes that turn a text back into what it was. */
export function undoing(changes: readonly Change[], before: string): Change[] {
  let grown = 0;
  return [...changes]
    .sort((a, b) => a.start - b.start)
    .map((change) => {
      const start = change.start + grown;
      grown += growth([change]);
      return { start, end: start + change.text.length, text: before.slice(change.start, change.end) };
    });
}

export const editsOf = (changes: readonly Change[], file: string): TextEdit[] =>
  changes.map((one) => ({ file, ...one }));
