import path from 'node:path';
import type { CancellationToken } from 'vscode-languageserver/node';
import type { LoopTarget, Reach, TimeAnswer } from '../messages.js';
import type { JudgedDocument } from '../lsp/verdicts.js';
import type { Workspace } from '../lsp/workspace.js';
import type { JudgedLoop, Rewrite, TimingReport } from '../model.js';
import { formatTimingLine } from '../timing/format.js';
import { lastingEffects, mustAsk } from '../timing/lasting.js';
import { oneLine } from '../lsp/toProtocol.js';
import { timeLoop } from '../timing/timeLoop.js';
import type { Visit } from '../timing/protocol.js';
import type { TimedLoop } from '../timing/store.js';
import { NotReachedError, TimingError } from '../timing/timingError.js';
import { DISTRIBUTION, fail } from './applyRewrite.js';
import { rewriteOf } from './rewriting.js';

export const UNTRUSTED =
  'This workspace is not trusted, so nothing of it is run. Trust it in the editor, or start the server with initializationOptions { "trusted": true }.';

let last: Promise<unknown> = Promise.resolve();

/** One after the other: two at a time would disturb each other's measurement. Who is cancelled does not wait. */
async function inTurn<T>(signal: AbortSignal, run: () => Promise<T>): Promise<T> {
  const before = last;
  let finish = (): void => undefined;
  const done = new Promise<void>((resolve) => (finish = resolve));
  last = Promise.all([before, done]);
  try {
    const stopped = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    await Promise.race([before, stopped]);
    if (signal.aborted) throw new TimingError('Timing was cancelled.');
    return await run();
  } finally {
    finish();
  }
}

/** `looppool.timeLoop`: runs both versions of a loop, and keeps the result for lens and hover. */
export async function timeBoth(
  target: LoopTarget,
  workspace: Workspace,
  token: CancellationToken,
  onProgress: (message: string) => void,
): Promise<TimeAnswer> {
  if (!workspace.trusted) return fail(workspace, UNTRUSTED);
  const found = await workspace.judgeTarget(target, token);
  if (!found) return fail(workspace, 'There is no loop here.');
  const { document, loop } = found;
  const answer = rewriteOf(loop, document, workspace);
  if ('failed' in answer) return fail(workspace, answer.failed);
  const { span, anchor } = loop.site;
  const timed: TimedLoop = { file: document.file, text: document.text, start: span.start, anchor: anchor.start };
  if (workspace.timings.get(timed)?.kind === 'running') return fail(workspace, 'This loop is being timed already.');
  if (!(await isAgreed(loop, document, workspace))) return { cancelled: true };
  const abort = new AbortController();
  token.onCancellationRequested(() => abort.abort());
  const tell = (message: string): void => {
    if (abort.signal.aborted) return;
    workspace.timings.set(timed, { kind: 'running', message, abort });
    onProgress(message);
  };
  tell('waiting for its turn');
  try {
    const report = await inTurn(abort.signal, () =>
      measure(document, loop, answer.rewrite, workspace, abort.signal, tell, target),
    );
    if (abort.signal.aborted) return cancelled(timed, workspace);
    workspace.timings.set(timed, { kind: 'done', report });
    return { report, line: formatTimingLine(report), title: titleOf(loop, document) };
  } catch (error) {
    if (abort.signal.aborted) return cancelled(timed, workspace);
    if (!(error instanceof TimingError)) throw failing(error, timed, workspace);
    const message = explained(error.message);
    workspace.timings.set(timed, { kind: 'failed', message });
    if (!(error instanceof NotReachedError)) return fail(workspace, message);
    return { ...(workspace.clientAsksReach ? { failed: message } : fail(workspace, message)), notReached: true };
  }
}

/** A loop that writes files, say, does so again and again while it is timed: the user is asked before anything is run. */
async function isAgreed(loop: JudgedLoop, { file }: JudgedDocument, workspace: Workspace): Promise<boolean> {
  if (!mustAsk(loop)) return true;
  const folder = workspace.folderOf(file) ?? path.dirname(file);
  const said = lastingEffects(loop, (name) => path.relative(folder, name)) ?? '';
  const chosen = await workspace.connection.window.showWarningMessage(
    oneLine(said),
    { title: 'Time it' },
    { title: 'Cancel' },
  );
  return chosen?.title === 'Time it';
}

function measure(
  document: JudgedDocument,
  loop: JudgedLoop,
  rewrite: Rewrite,
  workspace: Workspace,
  signal: AbortSignal,
  onProgress: (message: string) => void,
  { curve, reach = {} }: LoopTarget,
): Promise<TimingReport> {
  const { timing } = workspace.settingsOf(document.file);
  const cwd = workspace.folderOf(document.file) ?? path.dirname(document.file);
  return timeLoop({
    file: document.file,
    text: document.text,
    loop,
    rewrite,
    ...whatReaches(reach, timing.entry),
    workers: timing.workers || undefined,
    runs: timing.runs,
    timeoutS: timing.timeout,
    memoryMb: timing.memory || undefined,
    curve: curve ?? timing.curve,
    runtimeDir: path.join(DISTRIBUTION, 'runtime'),
    cwd,
    signal,
    onProgress,
    node: nodeOf(timing.node, cwd),
  });
}

/** An expression runs instead of any program, and a program that was asked for instead of that of the settings. */
function whatReaches(
  { entry, call, visit }: Reach,
  configured: string,
): { entry?: string | undefined; call?: string | undefined; visit?: Visit | undefined } {
  return call === undefined ? { entry: (entry ?? configured).trim() || undefined, visit } : { call, visit };
}

/** A name is looked for on the PATH; a path belongs to the workspace folder. */
export const nodeOf = (node: string, cwd: string): string => (/[\\/]/.test(node) ? path.resolve(cwd, node) : node);

function titleOf({ site }: JudgedLoop, { file }: JudgedDocument): string {
  const place = `${path.basename(file)}, line ${site.anchor.line}`;
  return site.function === null ? place : `${site.function} in ${place}`;
}

/** Nothing is left of a timing that was cancelled. */
function cancelled(timed: TimedLoop, { timings }: Workspace): TimeAnswer {
  if (timings.get(timed)?.kind === 'running') timings.clear(timed);
  return { cancelled: true };
}

function failing(error: unknown, timed: TimedLoop, { timings }: Workspace): Error {
  timings.clear(timed);
  return error instanceof Error ? error : new Error(String(error));
}

/** What the terminal calls an option is a setting here. */
export function explained(message: string): string {
  return message
    .replace('Give it more time with --timeout.', 'Give it more time: looppool.timing.timeout.')
    .replace(/(could not be started\b.*)$/s, '$1 Set looppool.timing.node to the Node that runs your programs.')
    .replace(
      /Name the program that does, --entry .*$/s,
      "Name the program or test that does in the setting looppool.timing.entry, such as 'node path/to/program.js'.",
    )
    .replace(/--call '(.*?)' (ended|failed|is not)/s, "The expression '$1' $2")
    .replace(/ Call the function around the loop: --call .*$/s, ' Call the function around the loop.')
    .replaceAll('--entry', 'looppool.timing.entry');
}
