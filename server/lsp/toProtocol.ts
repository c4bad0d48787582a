/** Our results in the terms of the protocol. */
import {
  TextDocumentEdit,
  type ChangeAnnotation,
  type CreateFile,
  type Location,
  type Range,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { TimingChanged } from '../messages.js';
import type { JudgedLoop, Reason, Rewrite, Span } from '../model.js';
import { smallestEdit } from '../rewrite/smallestEdit.js';
import { formatTimingLine, ordersLine } from '../timing/report/format.js';
import type { TimedLoop, TimingState } from '../timing/store.js';

/** A text in which places are counted as the protocol counts them. */
export interface PlacedText {
  readonly uri: string;
  /** Null for a file that is not open. */
  readonly version: number | null;
  readonly text: string;
  readonly rangeOf: (start: number, end: number) => Range;
}

/** Finds the text of a file as the editor sees it. */
export type FindText = (file: string) => PlacedText;

/** @param isOpen whether the editor has the text; it takes a byte-order mark off a file when it opens it */
export function placedText(uri: string, version: number | null, text: string, isOpen: boolean): PlacedText {
  const mark = !isOpen && text.startsWith('\uFEFF') ? 1 : 0;
  const document = TextDocument.create(uri, '', 0, text.slice(mark));
  const at = (offset: number) => document.positionAt(Math.max(0, offset - mark));
  return { uri, version, text, rangeOf: (start, end) => ({ start: at(start), end: at(end) }) };
}

export function toLocation(span: Span, find: FindText): Location {
  const { uri, rangeOf } = find(span.file);
  return { uri, range: rangeOf(span.start, span.end) };
}

/** The keyword or the method's name, where a loop is reported. */
export function anchorRange({ site: { anchor } }: JudgedLoop, { text, rangeOf }: PlacedText): Range {
  const word = /^[\p{ID_Continue}$]+/u.exec(text.slice(anchor.start, anchor.end))?.[0].length ?? 0;
  return rangeOf(anchor.start, anchor.start + word);
}

/** From where a loop is reported to its end. */
export function loopRange({ site }: JudgedLoop, { rangeOf }: PlacedText): Range {
  return rangeOf(site.anchor.start, site.span.end);
}

export interface EditAbilities {
  /** Edits of several files, and new files, in one edit. */
  readonly documentChanges: boolean;
  readonly createFiles: boolean;
  readonly annotations: boolean;
}

const ASSUMED = 'assumed';

/** A rewrite as one edit; null where the editor cannot do what it takes. What is assumed has to be confirmed. */
export function toWorkspaceEdit(rewrite: Rewrite, find: FindText, able: EditAbilities): WorkspaceEdit | null {
  if (!able.documentChanges || (rewrite.newFiles.length > 0 && !able.createFiles)) return null;
  const annotated = able.annotations && rewrite.assumptions.length > 0;
  const annotation = annotated ? { annotationId: ASSUMED } : {};
  const creations = rewrite.newFiles.flatMap(({ file, text }): (CreateFile | TextDocumentEdit)[] => {
    const { uri, rangeOf } = find(file);
    return [
      { kind: 'create', uri, options: { overwrite: false, ignoreIfExists: false }, ...annotation },
      TextDocumentEdit.create({ uri, version: null }, [{ range: rangeOf(0, 0), newText: text, ...annotation }]),
    ];
  });
  const changes = [...new Set(rewrite.edits.map((edit) => edit.file))].map((file) => {
    const { uri, version, text, rangeOf } = find(file);
    const edits = rewrite.edits
      .filter((edit) => edit.file === file)
      .map((edit) => {
        const small = smallestEdit(text.slice(edit.start, edit.end), edit.text);
        const range = rangeOf(edit.start + small.start, edit.start + small.end);
        return { range, newText: small.text, ...annotation };
      });
    return TextDocumentEdit.create({ uri, version }, edits);
  });
  return {
    documentChanges: [...creations, ...changes],
    ...(annotated ? { changeAnnotations: { [ASSUMED]: annotationOf(rewrite.assumptions) } } : {}),
  };
}

function annotationOf(assumptions: readonly Reason[]): ChangeAnnotation {
  return {
    label: `Right only if: ${assumptions.map((one) => oneLine(one.message)).join(' · ')}`,
    description: 'Looppool could not prove this. Apply the change if you know that it is so.',
    needsConfirmation: true,
  };
}

/** Text of the user's, in a place where only one line is shown. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}

export function toTimingChanged({ text, anchor }: TimedLoop, state: TimingState | null, uri: string): TimingChanged {
  const position = placedText(uri, null, text, true).rangeOf(anchor, anchor).start;
  if (state === null) return { uri, position, state: 'cleared', message: '' };
  if (state.kind === 'tried') return { uri, position, state: 'done', message: ordersLine(state.witness) };
  if (state.kind !== 'done') return { uri, position, state: state.kind, message: state.message };
  return { uri, position, state: 'done', message: formatTimingLine(state.report), report: state.report };
}
