import path from 'node:path';
import { type CodeAction, Uri, window, workspace } from 'vscode';
import { ServerCommand, type AddRuntimeAnswer, type LoopTarget, type RewriteAnswer } from '../server/messages.js';
import type { LoopServer } from './client.js';

/** After a rewrite in a project without the runtime: asks, and adds it. Declining leaves the rewrite as it is. */
export function offerRuntime(server: LoopServer, target: LoopTarget, answer: RewriteAnswer | null): void {
  if (!answer || 'failed' in answer || !answer.applied || !answer.needsRuntime) return;
  void server.run(ServerCommand.addRuntime, { uri: target.uri });
}

/** The same for the project of the active editor. It takes no arguments, so that it is still there after an edit: see `afterEdit`. */
export function offerRuntimeHere(server: LoopServer): void {
  const document = window.activeTextEditor?.document;
  if (document) void server.run(ServerCommand.addRuntime, { uri: server.toUri(document.uri) });
  else void window.showInformationMessage('Open a file of the project first.');
}

/**
 * The command of a code action, as it can be run when the action's edit has been applied: VS Code then has let go of the menu,
 * and with it of commands that have arguments.
 */
export function afterEdit<A extends CodeAction>(action: A): A {
  if (action.edit && action.command?.command === ServerCommand.addRuntime)
    action.command = { title: action.command.title, command: 'looppool.offerRuntime' };
  return action;
}

/** What is left to do once package.json names the runtime. The command runs in a terminal that the user sees, on a click. */
export function sayHowToInstall(answer: AddRuntimeAnswer | null): void {
  if (!answer || 'failed' in answer || !answer.added) return;
  void sayHow(answer.manifestUri, answer.install);
}

async function sayHow(manifest: string, install: string): Promise<void> {
  // The user has agreed to it, and the package manager reads the file, not the editor.
  const document = await workspace.openTextDocument(Uri.parse(manifest));
  if (document.isDirty) await document.save();
  const run = `Run ${install}`;
  const message = `The runtime of Looppool is in package.json now. "${install}" puts it in place; no network is needed for it.`;
  const choices = workspace.isTrusted ? [run] : [];
  if ((await window.showInformationMessage(message, ...choices)) !== run) return;
  const terminal = window.createTerminal({ name: install, cwd: path.dirname(Uri.parse(manifest).fsPath) });
  terminal.show();
  terminal.sendText(install);
}
