import { MarkupKind, type Hover, type Position } from 'vscode-languageserver/node';
import type { Theme } from '../messages.js';
import type { JudgedLoop, Reason, Span } from '../model.js';
import { anchorRange, toLocation } from '../lsp/toProtocol.js';
import type { JudgedDocument } from '../lsp/verdicts.js';
import type { Workspace } from '../lsp/workspace.js';
import { curvePicture, dataUrl } from '../timing/report/curvePicture.js';
import { curveSummary, type Curve } from '../timing/report/curveSvg.js';
import { formatTimingLine, formatTimingTable, ordersLine } from '../timing/report/format.js';
import { block, escaped, lineLink, message } from './markdown.js';
import { titleOf } from './timing.js';

/** In pixels. */
const PICTURE_WIDTH = 360;

/** The verdict of the loop whose keyword or method name, or whose head, is at a place. */
export function hoverOf(document: JudgedDocument, position: Position, workspace: Workspace): Hover | null {
  const loop = document.loops.find((one) => isHead(one, document, position));
  if (!loop) return null;
  const value = paragraphsOf(loop, document, workspace).join('\n\n');
  return { contents: { kind: MarkupKind.Markdown, value }, range: anchorRange(loop, document) };
}

/** A loop statement is its first line; a call is the method's name, since every argument says something itself. */
function isHead(loop: JudgedLoop, document: JudgedDocument, { line, character }: Position): boolean {
  const { start, end } = anchorRange(loop, document);
  if (start.line !== line || character < start.character) return false;
  const isStatement = loop.site.anchor.start === loop.site.span.start;
  return isStatement
    ? document.rangeOf(loop.site.span.start, loop.site.span.end).end.line > line || character <= end.character
    : character <= end.character;
}

function paragraphsOf(loop: JudgedLoop, document: JudgedDocument, workspace: Workspace): string[] {
  const { verdict } = loop;
  const link = (span: Span): string => {
    const { uri, range } = toLocation(span, (file) => workspace.find(file));
    const line = lineLink(uri, range.start.line);
    return span.file === document.file ? line : `${line} of ${escaped(span.file.split(/[\\/]/).at(-1)!)}`;
  };
  const item = ({ message: text, span, related }: Reason): string =>
    [
      `- ${message(text)} (${link(span)})`,
      ...related.map((one) => `  - ${message(one.message)} (${link(one.span)})`),
    ].join('\n');
  const paragraphs: string[] = [];
  if (verdict.kind === 'refused') {
    paragraphs.push('**Looppool: this stays a loop.**', verdict.reasons.map(item).join('\n'));
  } else if (verdict.assumptions.length > 0) {
    paragraphs.push(
      '**Looppool: this loop can run in a pool, if** what could not be proved is so:',
      verdict.assumptions.map(item).join('\n'),
    );
  } else {
    paragraphs.push('**Looppool: this loop can run in a pool**, with the same results in the same order.');
  }
  if (verdict.kind !== 'refused' && loop.weight === 'light')
    paragraphs.push('An iteration looks too small to be worth a thread. Time both versions to know.');
  if (document.ignored.has(loop)) paragraphs.push('A `looppool-ignore` comment keeps it from being advertised.');
  paragraphs.push(...timingOf(loop, document, workspace));
  return paragraphs;
}

function timingOf(loop: JudgedLoop, document: JudgedDocument, { timings, theme }: Workspace): string[] {
  const { file, text } = document;
  const state = timings.get({ file, text, start: loop.site.span.start });
  if (!state) return [];
  if (state.kind === 'running') return [`Timing: ${escaped(state.message)}`];
  if (state.kind === 'failed') {
    const what = loop.verdict.kind === 'refused' ? 'run in other orders' : 'timed';
    return [`It could not be ${what}: ${escaped(state.message)}`];
  }
  if (state.kind === 'tried') return [`**${escaped(ordersLine(state.witness))}**`];
  const { report } = state;
  const curve = { title: titleOf(loop, document), points: report.curve, scaling: report.scaling };
  return [
    `**${escaped(formatTimingLine(report))}**`,
    ...(theme === null || curve.points.length === 0 ? [] : [pictureOf(curve, theme)]),
    block(formatTimingTable(report)),
  ];
}

/** Editors read the text of a picture out as it is, with the backslashes of {@link escaped}. */
function pictureOf(curve: Curve, theme: Theme): string {
  const text = `${curve.title}: speed-up by number of workers. ${curveSummary(curve)}`.replace(/[[\]\\`*_<>&!|]/g, ' ');
  return `![${text}](${dataUrl(curvePicture(curve, theme))}|width=${PICTURE_WIDTH})`;
}
