import {
  ErrorCodes,
  LSPErrorCodes,
  ResponseError,
  type CancellationToken,
  type ExecuteCommandParams,
  type WorkDoneProgressReporter,
} from 'vscode-languageserver/node';
import {
  ServerCommand,
  type AddRuntimeRequest,
  type LoopTarget,
  type ProfileRequest,
  type Reach,
  type ScanRequest,
} from '../messages.js';
import type { Workspace } from '../lsp/workspace.js';
import { addRuntime, applyRewrite } from './applyRewrite.js';
import { tryOtherOrders } from './orders.js';
import { profileLoops } from './profiling.js';
import { scanWorkspace } from './scanning.js';
import { timeBoth } from './timing.js';

type Run = (
  argument: never,
  workspace: Workspace,
  token: CancellationToken,
  progress: WorkDoneProgressReporter,
) => Promise<unknown>;

interface CommandEntry {
  /** What its progress is called; null for what is done at once. */
  readonly title: string | null;
  readonly accepts: (argument: unknown) => boolean;
  readonly run: Run;
}

/** THE table of commands. */
const COMMANDS: Readonly<Record<ServerCommand, CommandEntry>> = {
  [ServerCommand.rewriteLoop]: {
    title: null,
    accepts: isTarget,
    run: (target: LoopTarget, workspace, token) => applyRewrite(target, workspace, token),
  },
  [ServerCommand.timeLoop]: {
    title: 'Timing both versions',
    accepts: isTarget,
    run: (target: LoopTarget, workspace, token, progress) =>
      timeBoth(target, workspace, token, (message) => progress.report(message)),
  },
  [ServerCommand.tryOrders]: {
    title: 'Trying other orders',
    accepts: isTarget,
    run: (target: LoopTarget, workspace, token, progress) =>
      tryOtherOrders(target, workspace, token, (message) => progress.report(message)),
  },
  [ServerCommand.clearTiming]: { title: null, accepts: isTarget, run: clearTiming },
  [ServerCommand.scanWorkspace]: {
    title: 'Looking for loops',
    accepts: (argument) => argument === undefined || isScanRequest(argument),
    run: (request: ScanRequest | undefined, workspace, token, progress) =>
      scanWorkspace(request ?? {}, workspace, token, (message, percentage) => progress.report(percentage, message)),
  },
  [ServerCommand.profileProgram]: {
    title: 'Profiling',
    accepts: isProfileRequest,
    run: (request: ProfileRequest, workspace, token, progress) =>
      profileLoops(request, workspace, token, (message) => progress.report(message)),
  },
  [ServerCommand.addRuntime]: {
    title: null,
    accepts: isAddRuntimeRequest,
    run: (request: AddRuntimeRequest, workspace) => addRuntime(request, workspace),
  },
};

/** Runs a command of the table, with a progress of the editor's or, failing that, one of ours. */
export async function runCommand(
  { command, arguments: [argument] = [], workDoneToken }: ExecuteCommandParams,
  workspace: Workspace,
  token: CancellationToken,
): Promise<unknown> {
  const entry = Object.hasOwn(COMMANDS, command) ? COMMANDS[command as ServerCommand] : null;
  if (!entry) throw new ResponseError(ErrorCodes.InvalidParams, `There is no command ${command}.`);
  if (!entry.accepts(argument))
    throw new ResponseError(ErrorCodes.InvalidParams, `${command}: its argument is not what it takes.`);
  const { window } = workspace.connection;
  const given = window.attachWorkDoneProgress(workDoneToken);
  if (entry.title === null) return entry.run(argument as never, workspace, token, given);
  const asksForOne = workDoneToken === undefined && workspace.abilities().makesProgress;
  const own = asksForOne ? await window.createWorkDoneProgress() : null;
  const progress = own ?? given;
  progress.begin(entry.title, 0, undefined, true);
  try {
    return await entry.run(argument as never, workspace, own ? either(token, own.token) : token, progress);
  } finally {
    progress.done();
  }
}

async function clearTiming(target: LoopTarget, workspace: Workspace, token: CancellationToken): Promise<null> {
  try {
    const found = await workspace.judgeTarget(target, token);
    if (!found) return null;
    const { document, loop } = found;
    workspace.timings.clear({ file: document.file, text: document.text, start: loop.site.span.start });
  } catch (error) {
    // A document that moved on has no timing to be cleared.
    if (!(error instanceof ResponseError) || error.code !== LSPErrorCodes.ContentModified) throw error;
  }
  return null;
}

/** Cancelled as soon as one of two is. */
function either(one: CancellationToken, other: CancellationToken): CancellationToken {
  return {
    get isCancellationRequested() {
      return one.isCancellationRequested || other.isCancellationRequested;
    },
    onCancellationRequested(listener, thisArgs, disposables) {
      const first = one.onCancellationRequested(listener, thisArgs, disposables);
      const second = other.onCancellationRequested(listener, thisArgs, disposables);
      return {
        dispose() {
          first.dispose();
          second.dispose();
        },
      };
    },
  };
}

export function isTarget(value: unknown): value is LoopTarget {
  if (typeof value !== 'object' || value === null) return false;
  const { uri, position, version, call, curve, reach } = value as Record<string, unknown>;
  if (typeof uri !== 'string' || typeof position !== 'object' || position === null) return false;
  const { line, character } = position as Record<string, unknown>;
  return (
    Number.isInteger(line) &&
    Number.isInteger(character) &&
    (version === undefined || version === null || Number.isInteger(version)) &&
    (call === undefined || call === 'sync' || call === 'async') &&
    (curve === undefined || typeof curve === 'boolean') &&
    (reach === undefined || isReach(reach))
  );
}

function isReach(value: unknown): value is Reach {
  if (typeof value !== 'object' || value === null) return false;
  const { entry, call, visit } = value as Record<string, unknown>;
  return (
    [entry, call].every((one) => one === undefined || typeof one === 'string') &&
    (visit === undefined || visit === 'largest' || (Number.isSafeInteger(visit) && (visit as number) >= 1))
  );
}

function isScanRequest(value: unknown): value is ScanRequest {
  if (typeof value !== 'object' || value === null) return false;
  const { uris } = value as Record<string, unknown>;
  return uris === undefined || (Array.isArray(uris) && uris.every((one) => typeof one === 'string'));
}

function isProfileRequest(value: unknown): value is ProfileRequest {
  if (typeof value !== 'object' || value === null) return false;
  const { uri, entry } = value as Record<string, unknown>;
  return [uri, entry].every((one) => one === undefined || typeof one === 'string');
}

function isAddRuntimeRequest(value: unknown): value is AddRuntimeRequest {
  return typeof value === 'object' && value !== null && typeof (value as AddRuntimeRequest).uri === 'string';
}
