import { StatusBarAlignment, window, workspace, type Disposable, type StatusBarItem } from 'vscode';
import { Method, type DocumentLoops, type ScannedLoop } from '../server/messages.js';
import type { LoopServer } from './client.js';
import { languages } from './languages.js';

/** Milliseconds without a keystroke before the loops are counted again. */
const QUIET = 600;

/** The status item: how many loops of the active file can run in parallel, and what is being timed. A click shows what can be done. */
export function showStatus(server: LoopServer): Disposable[] {
  const item = window.createStatusBarItem('looppool.status', StatusBarAlignment.Right, 90);
  item.name = 'Looppool';
  item.command = 'looppool.showMenu';
  const running = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  const refresh = async (): Promise<void> => {
    const document = window.activeTextEditor?.document;
    if (!document || !languages.includes(document.languageId)) return item.hide();
    if (!server.running) return say(item, '$(warning) Looppool', 'Looppool: the language server is not running');
    if (running.size > 0) return say(item, '$(sync~spin) Timing', 'Looppool: timing a loop');
    const answer = await server.request<DocumentLoops>(Method.loops, { uri: server.toUri(document.uri) });
    if (!answer || document !== window.activeTextEditor?.document || running.size > 0) return;
    sayCounts(item, answer.loops);
  };
  const later = (milliseconds = QUIET): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void refresh(), milliseconds);
  };

  later(0);
  return [
    item,
    { dispose: () => clearTimeout(timer) },
    server.onDidChangeState(() => later(0)),
    window.onDidChangeActiveTextEditor(() => later(0)),
    workspace.onDidChangeTextDocument(({ document }) => {
      if (document === window.activeTextEditor?.document) later();
    }),
    server.onDidChangeTiming(({ uri, position, state }) => {
      const loop = `${uri}:${position.line}`;
      if (state === 'running') running.add(loop);
      else running.delete(loop);
      later(0);
    }),
  ];
}

function sayCounts(item: StatusBarItem, loops: readonly ScannedLoop[]): void {
  const offered = loops.filter(({ verdict }) => verdict !== 'refused').length;
  const heavy = loops.filter(({ verdict, weight }) => verdict !== 'refused' && weight === 'heavy').length;
  const noun = loops.length === 1 ? 'loop' : 'loops';
  const sentence =
    loops.length === 0
      ? 'no loops in this file'
      : `${offered} of ${loops.length} ${noun} in this file can run in parallel, ${heavy} heavy enough to be worth it`;
  say(item, `$(split-horizontal) ${heavy} of ${loops.length} ${noun}`, `Looppool: ${sentence}`);
}

function say(item: StatusBarItem, text: string, label: string): void {
  item.text = text;
  item.tooltip = label;
  item.accessibilityInformation = { label, role: 'button' };
  item.show();
}
