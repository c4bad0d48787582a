import {
  CodeActionKind,
  CodeActionTriggerKind,
  type CodeAction,
  type CodeActionParams,
  type Command,
} from 'vscode-languageserver/node';
import { ignoreComment } from '../ignored.js';
import { ServerCommand, type LoopTarget } from '../messages.js';
import type { CallKind, JudgedLoop } from '../model.js';
import { hasRuntime } from '../runtimePackage.js';
import { anchorRange } from '../lsp/toProtocol.js';
import { movedOn, type JudgedDocument } from '../lsp/verdicts.js';
import { loopAtPosition, type Workspace } from '../lsp/workspace.js';
import { canBeTried } from '../timing/tryOrders.js';
import { wayAround } from '../unblock/waysAround.js';
import { advertised, diagnosticsOf } from './diagnostics.js';
import { CANNOT_EDIT, editOf, rewriteOf, whyNot } from './rewriting.js';
import { targetOf } from './codeLenses.js';

/** Characters of a reason that a menu has room for. */
const TITLE_LENGTH = 100;

export const REWRITE_KIND = `${CodeActionKind.RefactorRewrite}.parallelize`;

/** It changes no text, but belongs where the refusal is read. */
const ORDERS_KIND = `${CodeActionKind.Refactor}.orders`;

/** What an action carries to be resolved: the loop, and the version of the text it was found in. */
interface ActionData {
  readonly target: LoopTarget;
  readonly call: CallKind | null;
}

/** The actions for a selection: quick fixes of hints, and rewrites of every loop around it. */
export function codeActionsOf(
  document: JudgedDocument,
  { range, context }: CodeActionParams,
  workspace: Workspace,
): CodeAction[] {
  const wants = (kind: string): boolean =>
    context.only === undefined || context.only.some((only) => kind === only || kind.startsWith(`${only}.`));
  const loops = loopsAround(document, range);
  const hinted = new Set(diagnosticsOf(document, workspace).length > 0 ? advertised(document, workspace) : []);
  const actions: CodeAction[] = [];
  for (const loop of loops) {
    const where = loop === loops[0] ? 'this loop' : `the loop of line ${anchorRange(loop, document).start.line + 1}`;
    const kind = `${REWRITE_KIND}.${loop.site.form}`;
    if (wants(CodeActionKind.QuickFix) && hinted.has(loop))
      actions.push(...quickFixes(loop, where, document, workspace));
    if (!wants(kind)) continue;
    if (loop.verdict.kind !== 'refused') actions.push(...rewrites(loop, where, kind, document, workspace));
    else if (loop === loops[0] && workspace.abilities().showsDisabledActions)
      actions.push(disabledAction(kind, whyNot(loop.verdict.reasons)));
  }
  // Looking whether that can be done takes long: where somebody has opened the menu.
  const isOpened = context.triggerKind !== CodeActionTriggerKind.Automatic;
  if (isOpened && wants(CodeActionKind.QuickFix) && loops[0])
    actions.push(...waysAround(loops[0], document, workspace));
  if (isOpened && wants(ORDERS_KIND) && workspace.trusted && loops[0])
    actions.push(...tryingOrders(loops[0], document));
  return actions;
}

/** A small change lets some loops that are refused run in a pool. */
function waysAround(
  loop: JudgedLoop,
  { file, text, uri, version, rangeOf }: JudgedDocument,
  { reader }: Workspace,
): CodeAction[] {
  const way = wayAround(reader, file, text, loop);
  if (!way) return [];
  const edits = way.edits.map(({ start, end, text: newText }) => ({ range: rangeOf(start, end), newText }));
  const edit = { documentChanges: [{ textDocument: { uri, version }, edits }] };
  return [{ title: way.title, kind: CodeActionKind.QuickFix, edit }];
}

/** A loop that stays one can be run in other orders: evidence of whether somebody might make more of it. */
function tryingOrders(loop: JudgedLoop, document: JudgedDocument): CodeAction[] {
  if (loop.verdict.kind !== 'refused' || !canBeTried(document.file, document.text, loop)) return [];
  const title = 'Run this loop in other orders, and compare';
  const target = targetOf(anchorRange(loop, document), document);
  return [{ title, kind: ORDERS_KIND, command: { title, command: ServerCommand.tryOrders, arguments: [target] } }];
}

/** The title has the beginning of the reason, too: the menu of VS Code shows nothing else. */
function disabledAction(kind: string, reason: string): CodeAction {
  const short = reason.length <= TITLE_LENGTH ? reason : `${reason.slice(0, reason.lastIndexOf(' ', TITLE_LENGTH))} …`;
  return { title: `Cannot parallelize: ${short}`, kind, disabled: { reason } };
}

/** Innermost first. */
function loopsAround(document: JudgedDocument, range: CodeActionParams['range']): readonly JudgedLoop[] {
  const innermost = loopAtPosition(document, range.start);
  if (!innermost) return [];
  const { start, end } = innermost.site.span;
  const outer = document.loops.filter(
    (one) => one !== innermost && one.site.span.start <= start && one.site.span.end >= end,
  );
  return [innermost, ...outer.reverse()];
}

function quickFixes(loop: JudgedLoop, where: string, document: JudgedDocument, workspace: Workspace): CodeAction[] {
  const [hint] = diagnosticsOf(document, workspace).filter(
    ({ range }) =>
      document.rangeOf(loop.site.anchor.start, loop.site.anchor.start).start.line === range.start.line &&
      anchorRange(loop, document).start.character === range.start.character,
  );
  const diagnostics = hint ? [hint] : [];
  const fix = withEdit(`Parallelize ${where}`, CodeActionKind.QuickFix, loop, null, document, workspace);
  const ignore = ignoreAction(loop, where, document);
  return [
    ...(fix ? [{ ...fix, diagnostics, isPreferred: true }] : []),
    ...(ignore ? [{ ...ignore, diagnostics }] : []),
  ];
}

function rewrites(
  loop: JudgedLoop,
  where: string,
  kind: string,
  document: JudgedDocument,
  workspace: Workspace,
): CodeAction[] {
  const { call: preferred } = workspace.settingsOf(document.file).rewrite;
  const chosen = preferred === 'auto' && loop.verdict.kind !== 'refused' ? loop.verdict.call : preferred;
  const other: CallKind = chosen === 'async' ? 'sync' : 'async';
  const title = `Parallelize ${where} ${other === 'async' ? 'with' : 'without'} await`;
  return [
    withEdit(`Parallelize ${where}`, kind, loop, null, document, workspace),
    'rewrite' in rewriteOf(loop, document, workspace, other)
      ? withEdit(title, kind, loop, other, document, workspace)
      : null,
  ].filter((action) => action !== null);
}

/** An action whose edit comes now or when it is resolved, or one that asks first where the editor itself cannot. */
function withEdit(
  title: string,
  kind: string,
  loop: JudgedLoop,
  call: CallKind | null,
  document: JudgedDocument,
  workspace: Workspace,
): CodeAction | null {
  const target: LoopTarget = { ...targetOf(anchorRange(loop, document), document), ...(call ? { call } : {}) };
  const { resolvesActions, annotations, documentChanges } = workspace.abilities();
  const assumes = loop.verdict.kind === 'assuming' || call === 'async';
  if (!documentChanges || (assumes && !annotations))
    return { title, kind, command: { title, command: ServerCommand.rewriteLoop, arguments: [target] } };
  const data: ActionData = { target, call };
  const action: CodeAction = { title, kind, data };
  if (resolvesActions) return action;
  try {
    return resolved(action, loop, document, workspace, call ?? undefined);
  } catch {
    return null;
  }
}

/** @throws Error with a sentence for the user when the document has moved on, or the loop is not offered after all */
export async function resolveAction(action: CodeAction, workspace: Workspace): Promise<CodeAction> {
  const data = action.data as Partial<ActionData> | undefined;
  if (!data?.target) return action;
  const open = workspace.documents.get(data.target.uri);
  if (data.target.version !== undefined && open?.version !== data.target.version) throw movedOn();
  const found = await workspace.judgeTarget(data.target);
  if (!found) throw new Error('There is no such loop any more.');
  return resolved(action, found.loop, found.document, workspace, data.call ?? undefined);
}

function resolved(
  action: CodeAction,
  loop: JudgedLoop,
  document: JudgedDocument,
  workspace: Workspace,
  call: CallKind | undefined,
): CodeAction {
  const answer = rewriteOf(loop, document, workspace, call);
  if ('failed' in answer) throw new Error(answer.failed);
  const edit = editOf(answer.rewrite, workspace);
  if (!edit) throw new Error(CANNOT_EDIT);
  const command = runtimeCommand(document, workspace);
  return { ...action, edit, ...(command ? { command } : {}) };
}

/** After the edit: offers to add the runtime where package.json does not name it. */
function runtimeCommand({ file, uri }: JudgedDocument, workspace: Workspace): Command | null {
  if (hasRuntime(file, (name) => workspace.reader.textOf(name))) return null;
  return { title: 'Add the runtime', command: ServerCommand.addRuntime, arguments: [{ uri }] };
}

/** Puts a comment above the line on which a loop begins; null where none can stand. */
function ignoreAction(
  loop: JudgedLoop,
  where: string,
  { uri, version, file, text, rangeOf }: JudgedDocument,
): CodeAction | null {
  const { start } = loop.site.span;
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const comment = ignoreComment(file, text, lineStart);
  if (comment === null) return null;
  const indent = /^[ \t]*/.exec(text.slice(lineStart))![0];
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const edit = { range: rangeOf(lineStart, lineStart), newText: `${indent}${comment}${eol}` };
  return {
    title: `Ignore ${where}`,
    kind: CodeActionKind.QuickFix,
    edit: { documentChanges: [{ textDocument: { uri, version }, edits: [edit] }] },
  };
}
