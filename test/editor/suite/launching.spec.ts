/** Tasks and launch configurations of this repository's `.vscode/`, as whoever works on it uses them. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  debug,
  Location,
  Selection,
  SourceBreakpoint,
  tasks,
  Uri,
  window,
  workspace,
  type DebugSession,
  type Disposable,
  type WorkspaceFolder,
} from 'vscode';
import { lineOf } from './documents.js';

interface Stop {
  readonly file: string;
  /** Starts at 1. */
  readonly line: number;
}

interface Frames {
  readonly stackFrames: readonly { readonly line: number; readonly source?: { readonly path?: string } }[];
}

function folder(): WorkspaceFolder {
  const [only] = workspace.workspaceFolders ?? [];
  assert.ok(only, 'the repository is open');
  return only;
}

async function openAt(file: string, text: string): Promise<void> {
  const document = await workspace.openTextDocument(Uri.joinPath(folder().uri, file));
  const editor = await window.showTextDocument(document);
  const line = lineOf(document, text);
  editor.selection = new Selection(line, 0, line, 0);
}

/** Starts a configuration, and says where it stops first; then lets it run to its end. */
async function debugUntilStop(name: string): Promise<Stop> {
  const subscriptions: Disposable[] = [];
  try {
    const stopped = new Promise<Stop>((resolve, reject) => {
      const whereIs = async (session: DebugSession, threadId: number): Promise<void> => {
        const frames = (await session.customRequest('stackTrace', { threadId, startFrame: 0, levels: 1 })) as Frames;
        const [top] = frames.stackFrames;
        // In a browser a path comes with its server.
        const file = top?.source?.path?.replace(/^vscode-remote:\/\/[^/]+/, '') ?? '';
        resolve({ file, line: top?.line ?? 0 });
        debug.removeBreakpoints(debug.breakpoints);
        await session.customRequest('continue', { threadId });
      };
      subscriptions.push(
        debug.registerDebugAdapterTrackerFactory('*', {
          createDebugAdapterTracker: (session) => ({
            onDidSendMessage(message: { event?: string; body?: { threadId?: number } }) {
              if (message.event === 'stopped') whereIs(session, message.body?.threadId ?? 0).catch(reject);
            },
          }),
        }),
      );
    });
    const ended = new Promise<void>((resolve) => {
      subscriptions.push(debug.onDidTerminateDebugSession((session) => !session.parentSession && resolve()));
    });
    assert.ok(await debug.startDebugging(folder(), name), `${name} could not be started`);
    const stop = await Promise.race([stopped, ended.then(() => null)]);
    assert.ok(stop, `${name} ended without a stop`);
    await ended;
    return stop;
  } finally {
    for (const subscription of subscriptions) subscription.dispose();
  }
}

describe('Launching', () => {
  it('the task "build" builds', async () => {
    const task = (await tasks.fetchTasks()).find(({ name }) => name === 'build');
    assert.ok(task, 'there is a task "build"');
    const status = new Promise<number | undefined>((resolve) => {
      const subscription = tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
        if (execution.task.name !== task.name) return;
        subscription.dispose();
        resolve(exitCode);
      });
    });
    await tasks.executeTask(task);
    assert.equal(await status, 0);
  });

  for (const [name, file, cursor, source, text] of [
    ['looppool scan (examples)', 'server/cli.ts', 'status = scan(', 'server/cli.ts', 'status = scan('],
    ['looppool fix (loop at the cursor)', 'test/workspace/align.ts', 'reads.map', 'server/cli.ts', 'status = fix('],
    [
      'Program in the current file',
      'test/workspace/squares.ts',
      '// The',
      'test/workspace/squares.ts',
      'const squares',
    ],
    ['Tests in the current file', 'test/unit/ignored.test.ts', 'import', 'test/unit/ignored.test.ts', 'const at ='],
  ] as const) {
    it(`"${name}" stops at a breakpoint in the source, and runs to its end`, async () => {
      await openAt(file, cursor);
      const document = await workspace.openTextDocument(Uri.joinPath(folder().uri, source));
      const line = lineOf(document, text);
      debug.addBreakpoints([new SourceBreakpoint(new Location(document.uri, document.lineAt(line).range))]);
      const stop = await debugUntilStop(name);
      assert.equal(stop.file, document.fileName);
      assert.equal(stop.line, line + 1);
    });
  }
});
