/** What the tests in the extension host ask of a document, through the commands that VS Code has for it. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  CodeActionKind,
  commands,
  languages,
  Range,
  Uri,
  window,
  workspace,
  type CodeAction,
  type CodeLens,
  type Diagnostic,
  type Hover,
  type MarkdownString,
  type TextDocument,
} from 'vscode';

/** Milliseconds until something counts as missing; a busy machine takes its time. */
const LIMIT = 80_000;

/** Waits until `probe` gives something. */
export async function until<T>(what: string, probe: () => Promise<T | null | undefined | false>): Promise<T> {
  const late = Date.now() + LIMIT;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (Date.now() > late) throw new Error(`Waited in vain for ${what}`);
    await delay(100);
  }
}

/** A file of a workspace folder. */
export function fileUri(folder: string, name: string): Uri {
  const root = workspace.workspaceFolders?.find((candidate) => candidate.name === folder);
  assert.ok(root, `the workspace has no folder ${folder}`);
  return Uri.file(path.join(root.uri.fsPath, name));
}

export async function open(folder: string, name: string): Promise<TextDocument> {
  const document = await workspace.openTextDocument(fileUri(folder, name));
  await window.showTextDocument(document);
  return document;
}

/** The position of the first place where `text` stands; the first line is 0. */
export function lineOf(document: TextDocument, text: string): number {
  const offset = document.getText().indexOf(text);
  assert.notEqual(offset, -1, `${document.fileName} has no ${text}`);
  return document.positionAt(offset).line;
}

/** Where `text` stands. */
export function rangeOf(document: TextDocument, text: string): Range {
  const offset = document.getText().indexOf(text);
  assert.notEqual(offset, -1, `${document.fileName} has no ${text}`);
  return new Range(document.positionAt(offset), document.positionAt(offset + text.length));
}

/** Titles of the lenses over a line, ours only. */
export async function lensTitles(document: TextDocument, line: number): Promise<string[]> {
  const lenses = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', document.uri, 100);
  return lenses
    .filter(({ range, command }) => range.start.line === line && isOurs(command?.command))
    .map(({ command }) => command!.title);
}

const isOurs = (command: string | undefined): boolean => command?.startsWith('looppool.') ?? false;

export function hints(document: TextDocument): Diagnostic[] {
  return languages.getDiagnostics(document.uri).filter(({ source }) => source?.toLowerCase() === 'looppool');
}

/** The text of all hovers at a place. */
export async function hoverText(document: TextDocument, range: Range): Promise<string> {
  const hovers = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', document.uri, range.start);
  return hovers.flatMap(({ contents }) => contents.map((part) => (part as MarkdownString).value)).join('\n');
}

/** The actions of ours at a place, resolved: each has its edit. */
export async function actions(document: TextDocument, range: Range, kind?: CodeActionKind): Promise<CodeAction[]> {
  const found = await commands.executeCommand<CodeAction[]>(
    'vscode.executeCodeActionProvider',
    document.uri,
    range,
    kind?.value,
    20,
  );
  return found.filter(
    (action) => /paralleli[sz]e/i.test(action.title) || action.kind?.value.includes('parallelize') === true,
  );
}

/** Applies the first action there that has an edit; returns its title. */
export async function parallelize(document: TextDocument, range: Range): Promise<string> {
  const action = await until('an action with an edit', async () =>
    (await actions(document, range)).find(({ edit }) => edit !== undefined),
  );
  assert.ok(await workspace.applyEdit(action.edit!), 'VS Code refused the edit');
  return action.title;
}

/** The worker module beside a document, once it is there and open. */
export async function tasksOf(document: TextDocument): Promise<TextDocument> {
  const extension = path.extname(document.fileName);
  const name = document.fileName.slice(0, -extension.length);
  return until('the worker module', async () => {
    for (const suffix of [extension, extension.replace('x', '')]) {
      const found = await workspace.openTextDocument(Uri.file(`${name}.tasks${suffix}`)).then(
        (opened) => opened,
        () => null,
      );
      if (found?.getText()) return found;
    }
    return null;
  });
}
