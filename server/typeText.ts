import { ts } from 'ts-morph';

/**
 * A type as people write it: `{ id: number; name: string }`, where TypeScript puts a semicolon before the brace.
 *
 * @param at where it is to be read: names that are known there stand for themselves
 */
export function typeText(
  type: ts.Type,
  at: ts.Node,
  checker: ts.TypeChecker,
  flags: ts.TypeFormatFlags = ts.TypeFormatFlags.None,
): string {
  const text = checker.typeToString(type, at, ts.TypeFormatFlags.NoTruncation | flags);
  // A text may be a type, with whatever is in it.
  return text.replace(/"(?:[^"\\]|\\.)*"|; }/g, (found) => (found === '; }' ? ' }' : found));
}
