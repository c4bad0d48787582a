import type { ts } from 'ts-morph';

const known = new WeakMap<ts.SourceFile, '"' | "'">();

/** The quotes that a file writes most of its texts in. */
export function quoteOf(source: ts.SourceFile): '"' | "'" {
  const found = known.get(source);
  if (found) return found;
  const count = (pattern: RegExp): number => source.text.match(pattern)?.length ?? 0;
  const quote = count(/"[^"\n]*"/g) > count(/'[^'\n]*'/g) ? '"' : "'";
  known.set(source, quote);
  return quote;
}
