import { TimingError } from '../timingError.js';

/** Splits a command into words: quotes keep spaces together, and nothing else of a shell's language means anything. */
export function splitWords(command: string): string[] {
  const words: string[] = [];
  let word: string | null = null;
  let quote = '';
  for (const letter of command) {
    if (quote) {
      if (letter === quote) quote = '';
      else word += letter;
    } else if (letter === '"' || letter === "'") {
      quote = letter;
      word ??= '';
    } else if (/\s/.test(letter)) {
      if (word !== null) words.push(word);
      word = null;
    } else {
      word = (word ?? '') + letter;
    }
  }
  if (quote) throw new TimingError(`A quotation mark is not closed in '${command}'.`);
  if (word !== null) words.push(word);
  return words;
}
