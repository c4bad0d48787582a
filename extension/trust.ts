import { commands, window, workspace } from 'vscode';

/** Whether programs of the workspace may be run; tells the user why not. */
export function mayRunPrograms(): boolean {
  if (!workspace.isTrusted) void explain();
  return workspace.isTrusted;
}

/** Granting trust may reload the window, so the user asks again afterwards. */
async function explain(): Promise<void> {
  const manage = 'Manage Workspace Trust';
  const message =
    'This would run your program, and Looppool runs nothing in a workspace that you have not trusted. It still finds and explains loops.';
  if ((await window.showWarningMessage(message, manage)) === manage) {
    await commands.executeCommand('workbench.trust.manage');
  }
}
