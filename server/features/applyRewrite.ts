import type { CancellationToken } from 'vscode-languageserver/node';
import type { AddRuntimeAnswer, AddRuntimeRequest, Failure, LoopTarget, RewriteAnswer } from '../messages.js';
import { copyArchive, hasRuntime, planRuntime, RuntimeError } from '../runtimePackage.js';
import { smallestEdit } from '../rewrite/smallestEdit.js';
import { oneLine } from '../lsp/toProtocol.js';
import type { Workspace } from '../lsp/workspace.js';
import { CANNOT_EDIT, editOf, leadsElsewhere, rewriteOf } from './rewriting.js';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this program: the runtime and its archive lie beside it. */
export const DISTRIBUTION = path.dirname(fileURLToPath(import.meta.url));

/** `looppool.rewriteLoop`: applies the rewrite; what it assumes has to be confirmed. */
export async function applyRewrite(
  target: LoopTarget,
  workspace: Workspace,
  token: CancellationToken,
): Promise<RewriteAnswer> {
  const found = await workspace.judgeTarget(target, token);
  if (!found) return fail(workspace, 'There is no loop here.');
  const { document, loop } = found;
  const answer = rewriteOf(loop, document, workspace, target.call);
  if ('failed' in answer) return fail(workspace, answer.failed);
  const { rewrite } = answer;
  const edit = editOf(rewrite, workspace);
  if (!edit) return fail(workspace, CANNOT_EDIT);
  const tasksUri = workspace.find(rewrite.tasksFile).uri;
  const needsRuntime = !hasRuntime(document.file, (name) => workspace.reader.textOf(name));
  if (rewrite.assumptions.length > 0 && !workspace.abilities().annotations) {
    const text = `Parallelizing this loop is right only if: ${rewrite.assumptions.map((one) => oneLine(one.message)).join(' ')}`;
    const chosen = await workspace.connection.window.showWarningMessage(
      text,
      { title: 'It is so' },
      { title: 'Cancel' },
    );
    if (chosen?.title !== 'It is so') return { applied: false, tasksUri, needsRuntime };
  }
  const { applied } = await workspace.connection.workspace.applyEdit({
    label: 'Parallelize',
    edit,
    metadata: { isRefactoring: true }, // VS Code then saves what it has changed, as for any refactoring
  });
  if (applied && needsRuntime && !workspace.hasOwnClient)
    void addRuntime({ uri: target.uri }, workspace).catch(() => undefined);
  return { applied, tasksUri, needsRuntime };
}

/** `looppool.addRuntime`: what `looppool init` does, once the user has agreed. */
export async function addRuntime(
  { uri, confirmed }: AddRuntimeRequest,
  workspace: Workspace,
): Promise<AddRuntimeAnswer> {
  const file = workspace.fileOf(uri);
  if (file === null) return fail(workspace, 'This document is no file of a package.');
  try {
    const read = (name: string) => workspace.reader.textOf(name);
    const plan = await planRuntime(path.dirname(file), DISTRIBUTION, read);
    if ([plan.manifest, path.dirname(plan.archive), plan.archive].some(leadsElsewhere))
      return fail(workspace, 'package.json or vendor/ is a link to elsewhere, where nothing is changed.');
    const manifest = workspace.find(plan.manifest);
    const answer = {
      manifestUri: manifest.uri,
      archiveUri: workspace.find(plan.archive).uri,
      install: plan.install,
    };
    if (confirmed !== true && !(await isAgreed(plan.manifest, workspace))) return { added: false, ...answer };
    copyArchive(plan);
    const small = smallestEdit(plan.before, plan.after);
    const edits = [{ range: manifest.rangeOf(small.start, small.end), newText: small.text }];
    const { uri: manifestUri, version } = manifest;
    const { applied } =
      plan.after === plan.before
        ? { applied: true }
        : await workspace.connection.workspace.applyEdit({
            label: 'Add the runtime of Looppool',
            metadata: { isRefactoring: true },
            edit: workspace.abilities().documentChanges
              ? { documentChanges: [{ textDocument: { uri: manifestUri, version }, edits }] }
              : { changes: { [manifestUri]: edits } },
          });
    if (applied && !workspace.hasOwnClient)
      workspace.connection.window.showInformationMessage(`package.json names the runtime now. Run: ${plan.install}`);
    return { added: applied, ...answer };
  } catch (error) {
    if (error instanceof RuntimeError) return fail(workspace, error.message);
    throw error;
  }
}

async function isAgreed(manifest: string, workspace: Workspace): Promise<boolean> {
  const shown = path.relative(workspace.folderOf(manifest) ?? path.dirname(manifest), manifest);
  const chosen = await workspace.connection.window.showInformationMessage(
    `The rewritten loop needs the runtime of Looppool. Add it to ${oneLine(shown)}, with a copy in vendor/? No network is needed.`,
    { title: 'Add' },
    { title: 'Not now' },
  );
  return chosen?.title === 'Add';
}

/** Tells the user, and answers. */
export function fail(workspace: Workspace, failed: string): Failure {
  workspace.connection.window.showWarningMessage(`Looppool: ${oneLine(failed)}`);
  return { failed };
}
