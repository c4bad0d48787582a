import { Position, window, WorkspaceEdit, workspace, type TextDocument } from 'vscode';
import { Method, type DocumentLoops, type ScannedLoop } from '../server/messages.js';
import type { LoopServer } from './client.js';

/** Puts `// looppool-ignore` above the loop at the cursor. */
export async function ignoreLoop(server: LoopServer): Promise<void> {
  const editor = window.activeTextEditor;
  if (!editor) return;
  const { document, selection } = editor;
  const answer = await server.request<DocumentLoops>(Method.loops, { uri: server.toUri(document.uri) });
  const loop = answer && innermostAt(answer.loops, selection.active);
  if (!loop || answer.version !== document.version) {
    void window.showInformationMessage('There is no loop at the cursor.');
    return;
  }
  const line = loop.range.start.line;
  const indent = document.lineAt(line).text.slice(0, document.lineAt(line).firstNonWhitespaceCharacterIndex);
  await insertLine(document, line, `${indent}// looppool-ignore`);
}

/** Puts `// looppool-ignore-file` at the top of the file, below a `#!` line. */
export async function ignoreFile(): Promise<void> {
  const document = window.activeTextEditor?.document;
  if (!document) return;
  await insertLine(document, document.lineAt(0).text.startsWith('#!') ? 1 : 0, '// looppool-ignore-file');
}

function innermostAt(loops: readonly ScannedLoop[], { line }: Position): ScannedLoop | undefined {
  return loops
    .filter(({ range }) => range.start.line <= line && line <= range.end.line)
    .reduce<ScannedLoop | undefined>(
      (best, loop) => (best && best.range.start.line > loop.range.start.line ? best : loop),
      undefined,
    );
}

async function insertLine(document: TextDocument, line: number, text: string): Promise<void> {
  const edit = new WorkspaceEdit();
  edit.insert(document.uri, new Position(line, 0), `${text}\n`);
  await workspace.applyEdit(edit);
}
