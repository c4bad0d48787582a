import type { CodeLens, Command, Range } from 'vscode-languageserver/node';
import { ServerCommand, type LoopTarget } from '../messages.js';
import type { JudgedLoop } from '../model.js';
import { anchorRange, oneLine } from '../lsp/toProtocol.js';
import type { JudgedDocument, Workspace } from '../lsp/workspace.js';
import { formatShare, formatTimingLine } from '../timing/format.js';
import type { TimingState } from '../timing/store.js';
import { advertised } from './diagnostics.js';

/** Characters of a message that a lens shows at most. */
const LENS_LENGTH = 80;

/** `Parallelize` and `Time both` over advertised loops, and what a timing says over the loop it belongs to. */
export function codeLensesOf(document: JudgedDocument, workspace: Workspace): CodeLens[] {
  if (!workspace.settingsOf(document.file).codeLens.enabled) return [];
  const wanted = new Set(advertised(document, workspace));
  const shares = workspace.profiled.sharesOf(document.file, document.text);
  return document.loops.flatMap((loop) => {
    const state = workspace.timings.get({ file: document.file, text: document.text, start: loop.site.span.start });
    if (!wanted.has(loop) && !state) return [];
    const range = anchorRange(loop, document);
    const share = shares?.get(loop.site.span.start) ?? null;
    return commandsOf(loop, targetOf(range, document), state, share).map((command) => ({ range, command }));
  });
}

function commandsOf(loop: JudgedLoop, target: LoopTarget, state: TimingState | null, share: number | null): Command[] {
  const command = (title: string, name: ServerCommand): Command => ({ title, command: name, arguments: [target] });
  // An empty command makes a title that cannot be clicked.
  const text = (title: string): Command => ({ title: oneLine(title), command: '' });
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
    case 'failed':
      return [
        text(`Not timed: ${shortened(state.message)}`),
        command('Clear', ServerCommand.clearTiming),
        command('Time both', ServerCommand.timeLoop),
        ...parallelize,
      ];
  }
}

/** Leaves room for the commands beside it; the hover has the whole. */
function shortened(message: string): string {
  return message.length > LENS_LENGTH ? `${message.slice(0, LENS_LENGTH).trimEnd()}…` : message;
}

/** How a command names a loop of a document. */
export function targetOf({ start }: Range, { uri, version }: JudgedDocument): LoopTarget {
  return { uri, position: start, ...(version === null ? {} : { version }) };
}
