import type { ts } from 'ts-morph';
import { quoteOf } from '../quoteOf.js';

/** How a file is written, so that generated code looks like it. */
export interface Style {
  readonly quote: '"' | "'";
  readonly semicolon: ';' | '';
  readonly eol: '\n' | '\r\n';
  readonly indent: string;
  readonly typed: boolean;
  /** The compiler refuses names that nothing uses. */
  readonly onlyUsed?: boolean;
}

export function styleOf(source: ts.SourceFile): Style {
  const { text } = source;
  const ends = source.statements.map((s) => text.slice(s.getStart(source), s.getEnd())).filter((t) => !t.endsWith('}'));
  const withSemicolon = ends.filter((t) => t.endsWith(';')).length;
  const indents = [...text.matchAll(/^([ \t]+)\S/gm)].map((m) => m[1]!).filter((i) => !/^ +$/.test(i) || i.length > 1);
  const shortest = indents.sort((a, b) => a.length - b.length)[0];
  return {
    quote: quoteOf(source),
    semicolon: ends.length > 0 && withSemicolon * 2 < ends.length ? '' : ';',
    eol: text.includes('\r\n') ? '\r\n' : '\n',
    indent: shortest && shortest.length <= 8 ? shortest : '  ',
    typed: /\.[cm]?tsx?$/.test(source.fileName),
  };
}
