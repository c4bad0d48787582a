/** One line about a process that failed. */
import { PRINTED_TOO_MUCH } from './protocol.js';
import type { ChildEnd } from './session.js';

/**
 * What went wrong, in the program's own words where it had any; null when it ended as programs do.
 *
 * @param clean gives the paths in a text the user's names
 */
export function failureLine({ code, signal, stderr }: ChildEnd, clean = (text: string) => text): string | null {
  if (/heap out of memory|Array buffer allocation failed/.test(stderr)) return 'it ran out of memory.';
  if (stderr.includes(PRINTED_TOO_MUCH)) return PRINTED_TOO_MUCH.replace('looppool: ', '');
  if (code === 0) return null;
  const lines = clean(stderr)
    .split('\n')
    .map((line) => line.trim());
  const error = lines.find((line) => /^(?:Uncaught )?(?:[\w$.]*(?:Error|Exception)\b.*?: |[\w$.]*Error$)/.test(line));
  // After a signal, Node's own stack comes last.
  const words =
    error ?? (signal ? undefined : lines.filter((line) => line !== '' && !/^Node\.js v\d/.test(line)).pop());
  const how = signal ? `it was ended by ${signal}` : `exit status ${code}`;
  return words ? `${words} (${how})` : `${how}.`;
}
