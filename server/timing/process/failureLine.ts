/** One line about a process that failed. */
import { stripVTControlCharacters } from 'node:util';
import { PRINTED_TOO_MUCH } from '../protocol.js';
import type { ChildEnd } from './session.js';

/**
 * What went wrong, in the program's own words where it had any; null when it ended as programs do.
 *
 * @param clean gives the paths in a text the user's names
 */
export function failureLine({ code, signal, stdout, stderr }: ChildEnd, clean = (text: string) => text): string | null {
  if (/heap out of memory|Array buffer allocation failed/.test(stderr)) return 'it ran out of memory.';
  if (stderr.includes(PRINTED_TOO_MUCH)) return PRINTED_TOO_MUCH.replace('looppool: ', '');
  if (code === 0) return null;
  const [errors, printed] = [stderr, stdout].map((text) => linesOf(clean(text))) as [string[], string[]];
  const how = signal ? `it was ended by ${signal}` : `exit status ${code}`;
  // After a signal, Node's own stack comes last; what was printed before it need not be about it.
  const words = signal
    ? errorIn(errors)
    : (errorIn(errors) ?? errorIn(printed) ?? complaintIn(errors) ?? complaintIn(printed) ?? errors.at(-1));
  return words ? `${words.replace(/\.$/, '')} (${how})` : `${how}.`;
}

function linesOf(text: string): string[] {
  return stripVTControlCharacters(text)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !/^Node\.js v\d/.test(line));
}

/** An error as Node and test runners print it: `RangeError: …`, or `error: '…'` in the Test Anything Protocol. */
function errorIn(lines: readonly string[]): string | undefined {
  for (const [index, line] of lines.entries()) {
    if (/^(?:Uncaught )?(?:[\w$.]*(?:Error|Exception)\b.*?: |[\w$.]*Error$)/.test(line)) return line;
    const quoted = /^error: (?:"(.*)"|'(.*)'|\|-)$/.exec(line);
    if (quoted) return quoted[1] ?? quoted[2] ?? lines[index + 1];
  }
  return undefined;
}

/** A sentence that says what is missing or not possible; runners print summaries after it. */
function complaintIn(lines: readonly string[]): string | undefined {
  return lines.find((line) =>
    /\b(?:no \w.* found|not found|cannot|could not|can't|must|unable to|invalid)\b/i.test(line),
  );
}
