import { lstatSync, realpathSync } from 'node:fs';
import path from 'node:path';
import type { WorkspaceEdit } from 'vscode-languageserver/node';
import type { CallKind, JudgedLoop, Reason, Rewrite } from '../model.js';
import { rewriteFirst } from '../pipeline.js';
import { tasksFileOf } from '../rewrite/workerModule.js';
import { oneLine, toWorkspaceEdit } from '../lsp/toProtocol.js';
import type { JudgedDocument } from '../lsp/verdicts.js';
import type { Workspace } from '../lsp/workspace.js';

/** A rewrite, or why there is none: one or two sentences for the user. */
export type Rewritten = { readonly rewrite: Rewrite } | { readonly failed: string };

/** Rewrites a loop as the settings say. */
export function rewriteOf(
  loop: JudgedLoop,
  document: JudgedDocument,
  workspace: Workspace,
  call?: CallKind,
): Rewritten {
  const { file } = document;
  if (!document.isSaved) return { failed: 'Save the file first: the loop body moves to a module beside it.' };
  const { suffix, call: preferred } = workspace.settingsOf(file).rewrite;
  const tasksFile = tasksFileOf(file, suffix);
  if (leadsElsewhere(tasksFile))
    return { failed: `${path.basename(tasksFile)} is a link to another file, which is not changed.` };
  const tasksText = workspace.reader.textOf(tasksFile) ?? undefined;
  const rewriteAs = (wanted: CallKind | undefined) =>
    rewriteFirst(workspace.reader, file, loop.site.span.start, (one) => isSame(one, loop), {
      suffix,
      call: wanted,
      tasksText,
    });
  let answer = rewriteAs(call ?? (preferred === 'auto' ? undefined : preferred));
  // A preference is for where it is possible.
  if (call === undefined && answer && !('rewrite' in answer)) answer = rewriteAs(undefined);
  if (!answer) return { failed: 'There is no such loop any more.' };
  if ('rewrite' in answer) return { rewrite: answer.rewrite };
  const { verdict } = answer.judged;
  return { failed: whyNot(verdict.kind === 'refused' ? verdict.reasons : []) };
}

/** What stands against a loop, in one line. */
export function whyNot(reasons: readonly Reason[]): string {
  return oneLine(reasons.map(({ message, span }) => `${message} (line ${span.line})`).join(' '));
}

/** The edit of a rewrite; null where the editor cannot do what it takes. */
export function editOf(rewrite: Rewrite, workspace: Workspace): WorkspaceEdit | null {
  return toWorkspaceEdit(rewrite, (file) => workspace.find(file), workspace.abilities());
}

export const CANNOT_EDIT = 'This editor cannot change several files and make new ones in one step.';

function isSame(one: JudgedLoop, other: JudgedLoop): boolean {
  return (
    one.site.form === other.site.form &&
    one.site.span.start === other.site.span.start &&
    one.site.span.end === other.site.span.end &&
    one.site.anchor.start === other.site.anchor.start
  );
}

/** Whether a path is a link out of its folder: what is written there would be written elsewhere. */
export function leadsElsewhere(file: string): boolean {
  try {
    if (!lstatSync(file).isSymbolicLink()) return false;
  } catch {
    return false;
  }
  try {
    return path.dirname(realpathSync(file)) !== realpathSync(path.dirname(file));
  } catch {
    return true;
  }
}
