/** One line about a process that failed. */
import type { Mirror } from './mirror.js';
import type { ChildEnd } from './session.js';

/** What went wrong, in the program's own words where it had any; null when it ended as programs do. */
export function failureLine({ code, signal, stderr }: ChildEnd, mirror: Mirror): string | null {
  if (/heap out of memory|Array buffer allocation failed/.test(stderr)) return 'it ran out of memory.';
  if (code === 0) return null;
  const lines = mirror
    .clean(stderr)
    .split('\n')
    .map((line) => line.trim());
  const words =
    lines.find((line) => /^(?:Uncaught )?(?:[\w$.]*(?:Error|Exception)\b.*?: |[\w$.]*Error$)/.test(line)) ??
    lines.filter((line) => line !== '' && !/^Node\.js v\d/.test(line)).pop();
  const how = signal ? `it was ended by ${signal}` : `exit status ${code}`;
  return words ? `${words} (${how})` : `${how}.`;
}
