import { workspace, type Disposable, type Uri } from 'vscode';
import { Method, type DocumentLoops, type DocumentRequest } from '../server/messages.js';
import type { LoopServer } from './client.js';
import type { LoopTree } from './loopTree.js';

/** A file is asked about when nothing has changed in it for so long. Longer than the client takes to tell the server of changes on the disk. */
const SETTLE_MS = 500;
const SOURCES = '**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}';

/** Keeps the files that the view *Loops* lists as they are: in the editor, or on the disk. */
export function followFiles(server: LoopServer, tree: LoopTree): Disposable {
  const waiting = new Map<string, NodeJS.Timeout>();
  const changed = (file: Uri): void => {
    const uri = server.toUri(file);
    if (!tree.lists(uri)) return;
    clearTimeout(waiting.get(uri));
    waiting.set(
      uri,
      setTimeout(() => void ask(uri), SETTLE_MS),
    );
  };
  const ask = async (uri: string): Promise<void> => {
    waiting.delete(uri);
    const answer = await server.request<DocumentLoops>(Method.loops, { uri } satisfies DocumentRequest);
    // Changed meanwhile, it is asked about again.
    if (answer && !waiting.has(uri)) tree.update(uri, answer.loops);
  };
  const watcher = workspace.createFileSystemWatcher(SOURCES);
  const subscriptions = [
    workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
      if (contentChanges.length === 0) return;
      tree.shift(server.toUri(document.uri), contentChanges);
      changed(document.uri);
    }),
    watcher,
    watcher.onDidChange(changed),
    watcher.onDidDelete(changed),
  ];
  return {
    dispose: () => {
      for (const subscription of subscriptions) subscription.dispose();
      for (const timer of waiting.values()) clearTimeout(timer);
    },
  };
}
