import { ts } from 'ts-morph';
import { quoteOf } from './quoteOf.js';

/**
 * A type as people write it: `{ id: number; name: string }`, where TypeScript puts a semicolon before the brace, and words in the
 * quotes of the file.
 *
 * @param at where it is to be read: names that are known there stand for themselves
 */
export function typeText(
  type: ts.Type,
  at: ts.Node,
  checker: ts.TypeChecker,
  flags: ts.TypeFormatFlags = ts.TypeFormatFlags.None,
): string {
  const quotes =
    quoteOf(at.getSourceFile()) === "'"
      ? ts.TypeFormatFlags.UseSingleQuotesForStringLiteralType
      : ts.TypeFormatFlags.None;
  const text = checker.typeToString(type, at, ts.TypeFormatFlags.NoTruncation | quotes | flags);
  // A text may be a type, with whatever is in it.
  return text.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|; }/g, (found) => (found === '; }' ? ' }' : found));
}
