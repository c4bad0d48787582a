import { window, workspace, type Memento } from 'vscode';
import { ServerCommand, type ProfileAnswer, type ProfileRequest } from '../server/messages.js';
import { formatMs } from '../server/timing/report/format.js';
import type { LoopServer } from './client.js';
import type { LoopTree } from './loopTree.js';

const REMEMBERED = 'looppool.lastEntry';

/** Runs a program of the workspace under the profiler, and lists its loops, the hottest first. */
export async function findHotLoops(server: LoopServer, tree: LoopTree, memory: Memento): Promise<void> {
  const document = window.activeTextEditor?.document;
  const configured = workspace.getConfiguration('looppool', document?.uri).get<string>('timing.entry', '');
  const entry = await window.showInputBox({
    title: 'Find the Loops Worth Parallelizing',
    prompt: 'The command that runs your program: it runs to its end, under the profiler.',
    placeHolder: 'node src/main.js, npm start, npx vitest run …',
    value: memory.get<string>(REMEMBERED, configured),
    ignoreFocusOut: true,
  });
  if (entry === undefined || entry.trim() === '') return;
  await memory.update(REMEMBERED, entry);
  const request: ProfileRequest = {
    entry,
    ...(document?.uri.scheme === 'file' ? { uri: server.toUri(document.uri) } : {}),
  };
  const answer = await server.run<ProfileAnswer>(ServerCommand.profileProgram, request);
  // The server has told the user why there is none.
  if (!answer || 'failed' in answer || 'cancelled' in answer) return;
  const { loops, totalMs, workers } = answer;
  await tree.showRanked(
    loops,
    loops.length === 0
      ? `No loop of this workspace took any time of "${entry}".`
      : `${entry}: ${formatMs(totalMs)} in the program's own code. Each loop with its share of the run, and how much faster the whole gets at most on ${workers} workers.`,
  );
}
