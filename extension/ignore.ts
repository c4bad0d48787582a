import { CodeActionKind, commands, Position, window, WorkspaceEdit, workspace, type CodeAction } from 'vscode';

/** Puts a comment above the loop at the cursor: what its light bulb offers. */
export async function ignoreLoop(): Promise<void> {
  const editor = window.activeTextEditor;
  if (!editor) return;
  const found = await commands.executeCommand<CodeAction[]>(
    'vscode.executeCodeActionProvider',
    editor.document.uri,
    editor.selection,
    CodeActionKind.QuickFix.value,
  );
  const action = found.find(({ title, edit }) => /^Ignore (this|the) loop/.test(title) && edit);
  if (action?.edit) await workspace.applyEdit(action.edit);
  else void window.showInformationMessage('No loop at the cursor is advertised, so there is none to ignore.');
}

/** Puts `// looppool-ignore-file` at the top of the file, below a `#!` line. */
export async function ignoreFile(): Promise<void> {
  const document = window.activeTextEditor?.document;
  if (!document) return;
  const edit = new WorkspaceEdit();
  const line = document.lineAt(0).text.startsWith('#!') ? 1 : 0;
  edit.insert(document.uri, new Position(line, 0), '// looppool-ignore-file\n');
  await workspace.applyEdit(edit);
}
