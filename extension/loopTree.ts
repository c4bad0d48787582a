import {
  commands,
  EventEmitter,
  Range,
  ThemeColor,
  ThemeIcon,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
  window,
  type TreeDataProvider,
} from 'vscode';
import type { ProfiledLoop, ScannedLoop } from '../server/messages.js';
import { formatShare, formatTimes } from '../server/timing/report/format.js';
import { measuredLoops, shiftedLoops, summaryOf, type TextChange } from './listedLoops.js';

/** A file with loops, or one of them. */
export type LoopNode =
  { readonly uri: string; readonly loops: readonly ScannedLoop[] } | { readonly loop: ScannedLoop | ProfiledLoop };

/** What is in the view: loops by file, or by their share of a run. */
type List =
  | { readonly kind: 'scanned'; readonly byFile: ReadonlyMap<string, readonly ScannedLoop[]>; readonly files: number }
  | { readonly kind: 'ranked'; readonly loops: readonly ProfiledLoop[]; readonly message: string };

const VERDICTS: Readonly<Record<ScannedLoop['verdict'], { icon: string; color: string; words: string }>> = {
  independent: { icon: 'pass', color: 'testing.iconPassed', words: 'independent' },
  assuming: { icon: 'question', color: 'charts.yellow', words: 'independent, with assumptions' },
  refused: { icon: 'circle-slash', color: 'disabledForeground', words: 'stays a loop' },
};

/** The view *Loops* in the panel: what the last scan or profiled run found, as it is now. It is there once something has been scanned. */
export class LoopTree implements TreeDataProvider<LoopNode> {
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view = window.createTreeView('looppool.loops', { treeDataProvider: this, showCollapseAll: true });
  #list: List = { kind: 'scanned', byFile: new Map(), files: 0 };

  /** Puts the loops of so many files into the view, and the view before the user's eyes. */
  async show(loops: readonly ScannedLoop[], files: number): Promise<void> {
    const byFile = new Map<string, ScannedLoop[]>();
    for (const loop of loops) byFile.set(loop.uri, [...(byFile.get(loop.uri) ?? []), loop]);
    await this.#show({ kind: 'scanned', byFile, files });
  }

  /** Puts the loops of a profiled run into the view, in their order. */
  async showRanked(loops: readonly ProfiledLoop[], message: string): Promise<void> {
    await this.#show({ kind: 'ranked', loops, message });
  }

  /** Whether it has, or had before an edit, loops of a file. */
  lists(uri: string): boolean {
    return this.#list.kind === 'scanned'
      ? this.#list.byFile.has(uri)
      : this.#list.loops.some((loop) => loop.uri === uri);
  }

  /** The text of a file is being edited: what a run has said of its loops stays with them. */
  shift(uri: string, changes: readonly TextChange[]): void {
    this.#replaceRanked(uri, (loop) => shiftedLoops([loop], changes));
  }

  /** Puts what is known of a file now in the place of what was. */
  update(uri: string, now: readonly ScannedLoop[]): void {
    const list = this.#list;
    if (list.kind === 'ranked') this.#replaceRanked(uri, (loop) => measuredLoops([loop], now));
    else if (list.byFile.has(uri)) this.#set({ ...list, byFile: new Map(list.byFile).set(uri, now) });
  }

  #replaceRanked(uri: string, by: (loop: ProfiledLoop) => readonly ProfiledLoop[]): void {
    if (this.#list.kind !== 'ranked' || !this.lists(uri)) return;
    this.#set({ ...this.#list, loops: this.#list.loops.flatMap((loop) => (loop.uri === uri ? by(loop) : [loop])) });
  }

  async #show(list: List): Promise<void> {
    this.#set(list);
    await commands.executeCommand('setContext', 'looppool.scanned', true);
    await commands.executeCommand('looppool.loops.focus');
  }

  #set(list: List): void {
    this.#list = list;
    this.#view.message =
      list.kind === 'ranked' ? list.message : summaryOf([...list.byFile.values()].flat(), list.files);
    this.#changed.fire();
  }

  getChildren(node?: LoopNode): LoopNode[] {
    if (!node) return nodesOf(this.#list);
    return 'loops' in node ? node.loops.map((loop) => ({ loop })) : [];
  }

  getTreeItem(node: LoopNode): TreeItem {
    return 'loops' in node ? toFileItem(node.uri, node.loops) : toLoopItem(node.loop);
  }

  dispose(): void {
    this.#view.dispose();
    this.#changed.dispose();
  }
}

function nodesOf(list: List): LoopNode[] {
  if (list.kind === 'ranked') return list.loops.map((loop) => ({ loop }));
  return [...list.byFile].flatMap(([uri, loops]) => (loops.length > 0 ? [{ uri, loops }] : []));
}

function toFileItem(uri: string, loops: readonly ScannedLoop[]): TreeItem {
  const item = new TreeItem(Uri.parse(uri), TreeItemCollapsibleState.Expanded);
  const offered = loops.filter(({ verdict }) => verdict !== 'refused').length;
  item.description = `${offered} of ${loops.length} independent`;
  item.iconPath = ThemeIcon.File;
  item.accessibilityInformation = {
    label: `${loops[0]?.file ?? ''}: ${offered} of ${loops.length} loops are independent`,
  };
  return item;
}

function toLoopItem(loop: ScannedLoop | ProfiledLoop): TreeItem {
  const { icon, color, words } = VERDICTS[loop.verdict];
  const name = loop.function ? `${loop.form} in ${loop.function}` : loop.form;
  const item = new TreeItem(name);
  const reasons = [...loop.reasons, ...loop.assumptions].map(({ line, message }) => ({
    line,
    message: message.replaceAll('`', ''),
  }));
  const notes = reasons.map(({ line, message }) => `line ${line}: ${message}`);
  const verdict = `${words}${loop.weight === 'light' ? ', light' : ''}`;
  const share = 'share' in loop ? `${formatShare(loop.share)} of the run, ${formatTimes(loop.gain)} at most` : null;
  const place = share ? [share, `${loop.file} line ${loop.line}`] : [`line ${loop.line}`];
  item.description = [...place, verdict, ...reasons.map(({ message }) => message)].join(' · ');
  item.iconPath = new ThemeIcon(icon, new ThemeColor(color));
  item.tooltip = [`${name}: ${words}`, ...notes].join('\n');
  item.accessibilityInformation = { label: [`${name}, ${place.join(', ')}: ${verdict}`, ...notes].join('. ') };
  item.contextValue = loop.verdict === 'refused' ? 'refusedLoop' : 'offeredLoop';
  const { start } = loop.range;
  const selection = new Range(start.line, start.character, start.line, start.character);
  item.command = { title: 'Open', command: 'vscode.open', arguments: [Uri.parse(loop.uri), { selection }] };
  return item;
}
