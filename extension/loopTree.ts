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
import { formatShare, formatTimes } from '../server/timing/format.js';

/** A file with loops, or one of them. */
export type LoopNode =
  { readonly uri: string; readonly loops: readonly ScannedLoop[] } | { readonly loop: ScannedLoop | ProfiledLoop };

const VERDICTS: Readonly<Record<ScannedLoop['verdict'], { icon: string; color: string; words: string }>> = {
  independent: { icon: 'pass', color: 'testing.iconPassed', words: 'independent' },
  assuming: { icon: 'question', color: 'charts.yellow', words: 'independent, with assumptions' },
  refused: { icon: 'circle-slash', color: 'disabledForeground', words: 'stays a loop' },
};

/** The view *Loops* in the panel: what the last scan found, by file. It is there once something has been scanned. */
export class LoopTree implements TreeDataProvider<LoopNode> {
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view = window.createTreeView('looppool.loops', { treeDataProvider: this, showCollapseAll: true });
  #nodes: LoopNode[] = [];

  /** Puts loops into the view, and the view before the user's eyes. */
  async show(loops: readonly ScannedLoop[], message: string): Promise<void> {
    const uris = [...new Set(loops.map(({ uri }) => uri))];
    const files = uris.map((uri) => ({ uri, loops: loops.filter((loop) => loop.uri === uri) }));
    await this.#show(files, message);
  }

  /** Puts the loops of a profiled run into the view, in their order. */
  async showRanked(loops: readonly ProfiledLoop[], message: string): Promise<void> {
    await this.#show(
      loops.map((loop) => ({ loop })),
      message,
    );
  }

  async #show(nodes: LoopNode[], message: string): Promise<void> {
    this.#nodes = nodes;
    this.#view.message = message;
    this.#changed.fire();
    await commands.executeCommand('setContext', 'looppool.scanned', true);
    await commands.executeCommand('looppool.loops.focus');
  }

  getChildren(node?: LoopNode): LoopNode[] {
    if (!node) return this.#nodes;
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
