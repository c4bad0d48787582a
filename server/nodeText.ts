import { ts } from 'ts-morph';

/** A replacement inside one file's text, before it becomes an edit. */
export interface Patch {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Applies patches that lie inside `[start, end)` to that stretch of a text. Patches never overlap. */
export function patched(text: string, start: number, end: number, patches: readonly Patch[]): string {
  let result = '';
  let at = start;
  for (const patch of [...patches].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (patch.start < at || patch.end > end) continue;
    result += text.slice(at, patch.start) + patch.text;
    at = patch.end;
  }
  return result + text.slice(at, end);
}

/** White space at the beginning of the line in which `position` lies. */
export function indentAt(text: string, position: number): string {
  const line = text.lastIndexOf('\n', position - 1) + 1;
  return /^[ \t]*/.exec(text.slice(line))![0];
}

/** A node's text moved to another indentation; lines inside template literals keep their characters. */
export function reindented(node: ts.Node, to: string, patches: readonly Patch[] = []): string {
  const source = node.getSourceFile();
  const start = node.getStart(source);
  const from = indentAt(source.text, start);
  const moves: Patch[] = [];
  for (
    let line = source.text.indexOf('\n', start);
    line >= 0 && line < node.end;
    line = source.text.indexOf('\n', line + 1)
  ) {
    const begin = line + 1;
    if (insideTemplate(node, begin)) continue;
    if (source.text.startsWith(from, begin)) moves.push({ start: begin, end: begin + from.length, text: to });
  }
  const free = moves.filter((m) => !patches.some((p) => p.start < m.end && p.end > m.start));
  return patched(source.text, start, node.end, [...patches, ...free]);
}

function insideTemplate(node: ts.Node, position: number): boolean {
  if (position <= node.getStart() || position >= node.end) return false;
  if (ts.isTemplateExpression(node) || ts.isNoSubstitutionTemplateLiteral(node)) return true;
  return ts.forEachChild(node, (child) => insideTemplate(child, position) || undefined) ?? false;
}

/** Where a node ends, without a semicolon that stands before the next statement on a later line: `f()` above `;[a, b] = [b, a]`. */
export function endOnLine(node: ts.Node): number {
  const next = /\n\s*;$/.exec(node.getText());
  return next ? node.getStart() + next.index : node.end;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The stretch to delete for a statement: its own comments and its whole line, where nothing else stands on it. */
export function lineSpan(node: ts.Node): Span {
  return withBlankLine(ownLines(node), node.getSourceFile().text);
}

/** The stretches to delete for statements of a file; those of neighbours are one. */
export function lineSpans(nodes: readonly ts.Node[]): Span[] {
  const [first] = nodes;
  if (!first) return [];
  const spans: Span[] = [];
  for (const span of nodes.map(ownLines).sort((a, b) => a.start - b.start)) {
    const before = spans.at(-1);
    if (before?.end === span.start) spans[spans.length - 1] = { start: before.start, end: span.end };
    else spans.push(span);
  }
  return spans.map((span) => withBlankLine(span, first.getSourceFile().text));
}

/**
 * What ends a statement that comes to stand before other text: without a semicolon, that text may go on with it.
 *
 * @param semicolon what ends the statements of the file, if anything does
 */
export function endBefore(text: string, at: number, semicolon: string): string {
  const [gap = ''] = /^(?:\s|\/\*[^]*?\*\/|\/\/.*)*/.exec(text.slice(at)) ?? [];
  const next = text.charAt(at + gap.length);
  const isApart = gap.includes('\n') ? !/[([`+\-/*]/.test(next) : /^[};]?$/.test(next);
  return isApart ? semicolon : ';';
}

/** A patch that takes out a stretch of statements: what comes behind must not go on with what stands before. */
export const withoutText = (span: Span, text: string, semicolon: string): Patch => ({
  ...span,
  text: semicolon === '' ? endBefore(`\n${text.slice(span.end)}`, 0, '') : '',
});

function ownLines(node: ts.Node): Span {
  const source = node.getSourceFile();
  const { text } = source;
  let start = node.getStart(source);
  for (const comment of ts.getLeadingCommentRanges(text, node.getFullStart()) ?? []) {
    const blankLine = /\n[ \t]*\r?\n/.test(text.slice(comment.end, start));
    if (!blankLine && comment.pos < start && startsLine(text, comment.pos)) {
      start = comment.pos;
      break;
    }
  }
  let end = endOnLine(node);
  const rest = /^[ \t]*(\/\/[^\n]*)?\r?\n?/.exec(text.slice(end))![0];
  const wholeLine = startsLine(text, start) && (rest.includes('\n') || end + rest.length === text.length);
  if (wholeLine) {
    start = text.lastIndexOf('\n', start - 1) + 1;
    end += rest.length;
  }
  return { start, end };
}

/** With the blank line after it where another stands before: one between neighbours is enough. */
function withBlankLine({ start, end }: Span, text: string): Span {
  const blankBefore = start === 0 || /\n[ \t]*\r?\n$/.test(text.slice(0, start));
  const blank = /^[ \t]*\r?\n/.exec(text.slice(end))?.[0];
  const wholeLines = startsLine(text, start) && text[end - 1] === '\n';
  return { start, end: wholeLines && blankBefore && blank ? end + blank.length : end };
}

function startsLine(text: string, position: number): boolean {
  return /^[ \t]*$/.test(text.slice(text.lastIndexOf('\n', position - 1) + 1, position));
}

/** The statement that a declaration makes up, or shares with others. */
export function statementOf(declaration: ts.Declaration): ts.Node {
  return ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
}
