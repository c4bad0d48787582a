import path from 'node:path';
import type { CancellationToken } from 'vscode-languageserver/node';
import type { Failure, LoopTarget, Reach } from '../messages.js';
import type { JudgedDocument } from '../lsp/verdicts.js';
import type { Workspace } from '../lsp/workspace.js';
import type { JudgedLoop } from '../model.js';
import { lastingEffects, mustAsk } from '../timing/lasting.js';
import { oneLine } from '../lsp/toProtocol.js';
import type { Visit } from '../timing/protocol.js';
import type { ReachRequest } from '../timing/reachLoop.js';
import type { TimedLoop, TimingState } from '../timing/store.js';
import { NotReachedError, TimingError } from '../timing/timingError.js';
import { DISTRIBUTION, fail } from './applyRewrite.js';

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

/** What a command runs of the user's programs, and what it found: the state that lens and hover show, and the command's answer. */
export type LoopRun<A> = (request: ReachRequest) => Promise<{ readonly state: TimingState; readonly answer: A }>;

/**
 * Runs programs to find out something about a loop, in its turn, with progress over the loop, and cancelled from wherever that is possible.
 *
 * @param begin says why it cannot be done, or how it is
 */
export async function runLoop<A>(
  target: LoopTarget,
  workspace: Workspace,
  token: CancellationToken,
  onProgress: (message: string) => void,
  begin: (document: JudgedDocument, loop: JudgedLoop) => Failure | LoopRun<A>,
): Promise<A | Failure | { readonly cancelled: true }> {
  if (!workspace.trusted) return fail(workspace, UNTRUSTED);
  const found = await workspace.judgeTarget(target, token);
  if (!found) return fail(workspace, 'There is no loop here.');
  const { document, loop } = found;
  const run = begin(document, loop);
  if ('failed' in run) return fail(workspace, run.failed);
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
    const { state, answer } = await inTurn(abort.signal, () =>
      run(requestOf(target, document, loop, workspace, abort.signal, tell)),
    );
    if (abort.signal.aborted) return cancelled(timed, workspace);
    workspace.timings.set(timed, state);
    return answer;
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

function requestOf(
  { reach = {} }: LoopTarget,
  { file, text }: JudgedDocument,
  loop: JudgedLoop,
  workspace: Workspace,
  signal: AbortSignal,
  onProgress: (message: string) => void,
): ReachRequest {
  const { timing } = workspace.settingsOf(file);
  const cwd = workspace.folderOf(file) ?? path.dirname(file);
  return {
    file,
    text,
    loop,
    ...whatReaches(reach, timing.entry),
    workers: timing.workers || undefined,
    timeoutS: timing.timeout,
    memoryMb: timing.memory || undefined,
    runtimeDir: path.join(DISTRIBUTION, 'runtime'),
    cwd,
    signal,
    onProgress,
    node: nodeOf(timing.node, cwd),
  };
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

/** Nothing is left of a timing that was cancelled. */
function cancelled(timed: TimedLoop, { timings }: Workspace): { readonly cancelled: true } {
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
