import { ts } from 'ts-morph';
import type { JudgedLoop } from './model.js';

/**
 * Comments that say not to advertise loops: `// looppool-ignore` before a loop, `// looppool-ignore-file` before the first
 * statement of a file. They hide loops from lenses, hints and the text of `looppool scan`, and change no verdict.
 */
export const IGNORE = '// looppool-ignore';

const IGNORE_LOOP = /^(?:\{\s*)?(?:\/\/|\/\*)\s*looppool-ignore(?![\w-])/;
const IGNORE_FILE = /^(?:\/\/|\/\*)\s*looppool-ignore-file(?![\w-])/;
const COMMENT = /^(?:\/\/|\/\*|\*|\{\s*\/\*)/;

/** Those of a file's loops that a comment says not to advertise. */
export function ignoredLoops(text: string, loops: readonly JudgedLoop[]): ReadonlySet<JudgedLoop> {
  if (!text.includes('looppool-ignore')) return new Set();
  if (ignoresFile(text)) return new Set(loops);
  return new Set(loops.filter(({ site }) => isIgnored(text, site.span.start)));
}

function ignoresFile(text: string): boolean {
  const start = /^\uFEFF?(?:#!.*)?/.exec(text)![0].length;
  return (ts.getLeadingCommentRanges(text, start) ?? []).some(({ pos, end }) => IGNORE_FILE.test(text.slice(pos, end)));
}

/** Looks at the comments above the line on which a loop begins; empty lines between do not count. */
function isIgnored(text: string, start: number): boolean {
  let end = text.lastIndexOf('\n', start - 1);
  while (end >= 0) {
    const begin = text.lastIndexOf('\n', end - 1);
    const line = text.slice(begin + 1, end).trim();
    if (IGNORE_LOOP.test(line)) return true;
    if (line !== '' && !COMMENT.test(line)) return false;
    end = begin;
  }
  return false;
}

/**
 * The comment that hides the loops of a line, to stand on a line of its own above it; null where a line more would change the
 * program: inside a template, say.
 *
 * @param lineStart offset of the line's first character
 */
export function ignoreComment(file: string, text: string, lineStart: number): string | null {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  let inside: ts.Node = source;
  for (let next: ts.Node | undefined = source; next;) {
    inside = next;
    // Only what begins before the line can hold its start.
    next = ts.forEachChild(inside, (child) => (child.pos < lineStart && child.end >= lineStart ? child : undefined));
  }
  if (ts.isJsxText(inside)) return `{/* ${IGNORE.slice(3)} */}`;
  const isText = ts.isStringLiteralLike(inside) || ts.isTemplateLiteralToken(inside);
  return isText && inside.getStart(source) < lineStart ? null : IGNORE;
}
