import { window, type ExtensionContext } from 'vscode';
import { LoopServer } from './client.js';
import { registerCommands } from './commands.js';
import { restoreCurves } from './curvePanel.js';
import { followFiles } from './followFiles.js';
import { LoopTree } from './loopTree.js';
import { ReachMemory } from './reachMemory.js';
import { showStatus } from './status.js';

/** The editor's entry: wires the parts together. */
export async function activate(context: ExtensionContext): Promise<void> {
  const log = window.createOutputChannel('Looppool', { log: true });
  const reaches = new ReachMemory(context.workspaceState);
  const server = new LoopServer(context.asAbsolutePath('dist/server.js'), log, reaches);
  const tree = new LoopTree();
  context.subscriptions.push(
    log,
    server,
    tree,
    followFiles(server, tree),
    ...registerCommands({ server, tree, log, memory: context.workspaceState, reaches }),
    ...showStatus(server),
    restoreCurves(),
  );
  await server.start();
}
