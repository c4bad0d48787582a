import {
  commands,
  ConfigurationTarget,
  window,
  workspace,
  type Disposable,
  type LogOutputChannel,
  type Memento,
} from 'vscode';
import {
  ClientCommand,
  ServerCommand,
  type LoopTarget,
  type ScanAnswer,
  type ScannedLoop,
} from '../server/messages.js';
import type { LoopServer } from './client.js';
import { measureCurve } from './curvePanel.js';
import { findHotLoops } from './findHotLoops.js';
import { ignoreFile, ignoreLoop } from './ignore.js';
import type { LoopNode, LoopTree } from './loopTree.js';
import type { ReachMemory } from './reachMemory.js';
import { offerRuntimeHere } from './runtimeStep.js';
import { timeWith } from './timeWith.js';

/** What commands work with. */
export interface ExtensionParts {
  readonly server: LoopServer;
  readonly tree: LoopTree;
  readonly log: LogOutputChannel;
  readonly memory: Memento;
  readonly reaches: ReachMemory;
}

/** Every command of the extension; the server registers its own. Titles are in package.json. */
export function registerCommands({ server, tree, log, memory, reaches }: ExtensionParts): Disposable[] {
  const withLoop = (run: (target: LoopTarget) => Promise<unknown>) => async (given?: LoopNode | LoopTarget) => {
    const target =
      given && 'position' in given ? given : given && 'loop' in given ? toTarget(given.loop) : atCursor(server);
    if (target) await run(target);
  };
  const atLoop = (command: ServerCommand) => withLoop((target) => server.run(command, target));
  const table: Readonly<Record<string, (given?: LoopNode | LoopTarget) => unknown>> = {
    'looppool.parallelizeLoop': atLoop(ServerCommand.rewriteLoop),
    'looppool.timeBoth': atLoop(ServerCommand.timeLoop),
    [ClientCommand.timeWith]: withLoop((target) => timeWith(server, reaches, target)),
    'looppool.tryOtherOrders': atLoop(ServerCommand.tryOrders),
    'looppool.measureCurve': withLoop((target) => measureCurve(server, target)),
    'looppool.forgetTiming': atLoop(ServerCommand.clearTiming),
    'looppool.ignoreLoop': ignoreLoop,
    'looppool.ignoreFile': ignoreFile,
    'looppool.findHotLoops': () => findHotLoops(server, tree, memory),
    'looppool.offerRuntime': () => offerRuntimeHere(server),
    'looppool.showLoops': () => showLoops(server, tree),
    'looppool.toggleMuted': toggleMuted,
    'looppool.restartServer': () => server.restart(),
    'looppool.showLog': () => log.show(),
    'looppool.showMenu': showMenu,
  };
  return Object.entries(table).map(([id, run]) => commands.registerCommand(id, run));
}

function toTarget({ uri, range }: ScannedLoop): LoopTarget {
  return { uri, position: range.start };
}

function atCursor(server: LoopServer): LoopTarget | null {
  const editor = window.activeTextEditor;
  if (!editor) {
    void window.showInformationMessage('Put the cursor into a loop first.');
    return null;
  }
  const { line, character } = editor.selection.active;
  return { uri: server.toUri(editor.document.uri), position: { line, character }, version: editor.document.version };
}

async function showLoops(server: LoopServer, tree: LoopTree): Promise<void> {
  const answer = await server.run<ScanAnswer>(ServerCommand.scanWorkspace, {});
  if (!answer || 'failed' in answer || 'cancelled' in answer) return;
  await tree.show(answer.loops, answer.summary.files);
}

async function toggleMuted(): Promise<void> {
  const settings = workspace.getConfiguration('looppool');
  const muted = !settings.get<boolean>('advertise.muted');
  const target = workspace.workspaceFolders ? ConfigurationTarget.Workspace : ConfigurationTarget.Global;
  await settings.update('advertise.muted', muted || undefined, target);
  void window.showInformationMessage(
    muted
      ? 'Looppool is muted in this workspace: no hints and no lenses. Hovers and the light bulb stay.'
      : 'Looppool shows its hints and lenses again.',
  );
}

/** What a click on the status item offers. */
async function showMenu(): Promise<void> {
  const muted = workspace.getConfiguration('looppool').get<boolean>('advertise.muted');
  const entries: readonly (readonly [string, string])[] = [
    ['$(split-horizontal) Parallelize the loop at the cursor', 'looppool.parallelizeLoop'],
    ['$(watch) Time both versions of the loop at the cursor', 'looppool.timeBoth'],
    ['$(settings) Time it with an expression, another program or another visit', 'looppool.timeBothWith'],
    ['$(graph-line) Measure the scaling curve of the loop at the cursor', 'looppool.measureCurve'],
    ['$(arrow-swap) Run a loop that stays one in other orders, and compare', 'looppool.tryOtherOrders'],
    ['$(list-tree) Scan the workspace', 'looppool.showLoops'],
    ['$(flame) Find the loops worth parallelizing', 'looppool.findHotLoops'],
    [muted ? '$(bell) Unmute in this workspace' : '$(bell-slash) Mute in this workspace', 'looppool.toggleMuted'],
    ['$(output) Show the log', 'looppool.showLog'],
    ['$(debug-restart) Restart the language server', 'looppool.restartServer'],
  ];
  const items = entries.map(([label, command]) => ({ label, command }));
  const chosen = await window.showQuickPick(items, { title: 'Looppool' });
  if (chosen) await commands.executeCommand(chosen.command);
}
