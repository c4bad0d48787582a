import type { CodeLens, Command, Range } from 'vscode-languageserver/node';
import { ClientCommand, ServerCommand, type LoopTarget } from '../messages.js';
import type { JudgedLoop, Reason } from '../model.js';
import { anchorRange, oneLine } from '../lsp/toProtocol.js';
import type { JudgedDocument } from '../lsp/verdicts.js';
import type { Workspace } from '../lsp/workspace.js';
import { formatShare, formatTimingLine, ordersLine } from '../timing/report/format.js';
import type { TimingState } from '../timing/store.js';
import { canBeTried } from '../timing/tryOrders.js';
import { advertised } from './diagnostics.js';
import { hotRefusals } from './hotRefusals.js';

/** Characters of a message that a lens shows at most. */
const LENS_LENGTH = 80;

/** `Parallelize` and `Time both` over advertised loops, and what a timing says over the loop it belongs to. */
export function codeLensesOf(document: JudgedDocument, workspace: Workspace): CodeLens[] {
  if (!workspace.settingsOf(document.file).codeLens.enabled) return [];
  const wanted = new Set(advertised(document, workspace));
  const shares = workspace.profiled.sharesOf(document.file, document.text);
  const refused = new Map(hotRefusals(document, workspace).map(({ loop, reason }) => [loop, reason]));
  return document.loops.flatMap((loop) => {
    const state = workspace.timings.get({ file: document.file, text: document.text, start: loop.site.span.start });
    const range = anchorRange(loop, document);
    const share = shares?.get(loop.site.span.start) ?? null;
    const reason = refused.get(loop);
    const target = targetOf(range, document);
    if (reason && !state)
      return [text(staysLoop(share!, reason)), ...ordersOf(loop, target, document)].map((command) => ({
        range,
        command,
      }));
    if (!wanted.has(loop) && !state) return [];
    const commands = commandsOf(loop, target, state, share, workspace.clientAsksReach);
    return commands.map((command) => ({ range, command }));
  });
}

/** What can be asked of a loop that stays one. */
function ordersOf(loop: JudgedLoop, target: LoopTarget, { file, text }: JudgedDocument): Command[] {
  if (!canBeTried(file, text, loop)) return [];
  return [{ title: 'Try other orders', command: ServerCommand.tryOrders, arguments: [target] }];
}

/** An empty command makes a title that cannot be clicked. */
function text(title: string): Command {
  return { title: oneLine(title), command: '' };
}

/** What a hot loop that is refused says: where, too, since the line may be far from the lens. */
function staysLoop(share: number, { message, span }: Reason): string {
  return `${formatShare(share)} of the run · stays a loop, line ${span.line}: ${shortened(message.replaceAll('`', ''))}`;
}

function commandsOf(
  loop: JudgedLoop,
  target: LoopTarget,
  state: TimingState | null,
  share: number | null,
  asksReach: boolean,
): Command[] {
  const command = (title: string, name: string): Command => ({ title, command: name, arguments: [target] });
  const parallelize = loop.verdict.kind === 'refused' ? [] : [command('Parallelize', ServerCommand.rewriteLoop)];
  switch (state?.kind) {
    case undefined:
      return [
        ...(share === null ? [] : [text(`${formatShare(share)} of the run`)]),
        ...parallelize,
        command('Time both', ServerCommand.timeLoop),
      ];
    case 'running':
      return [text(`Timing: ${state.message}`), command('Cancel', ServerCommand.clearTiming)];
    case 'done':
      return [text(formatTimingLine(state.report)), command('Clear', ServerCommand.clearTiming), ...parallelize];
    case 'tried':
      return [text(ordersLine(state.witness)), command('Clear', ServerCommand.clearTiming)];
    case 'failed':
      if (loop.verdict.kind === 'refused')
        return [
          text(`Not run in other orders: ${shortened(state.message)}`),
          command('Clear', ServerCommand.clearTiming),
          command('Try other orders', ServerCommand.tryOrders),
        ];
      return [
        text(`Not timed: ${shortened(state.message)}`),
        command('Clear', ServerCommand.clearTiming),
        command('Time both', ServerCommand.timeLoop),
        ...(asksReach ? [command('Time with…', ClientCommand.timeWith)] : []),
        ...parallelize,
      ];
  }
}

/** Leaves room for the commands beside it; the hover has the whole. */
function shortened(message: string): string {
  return message.length > LENS_LENGTH ? `${message.slice(0, LENS_LENGTH).replace(/[\s,;:]+$/, '')}…` : message;
}

/** How a command names a loop of a document. */
export function targetOf({ start }: Range, { uri, version }: JudgedDocument): LoopTarget {
  return { uri, position: start, ...(version === null ? {} : { version }) };
}
