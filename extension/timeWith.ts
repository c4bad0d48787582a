import { window } from 'vscode';
import {
  Method,
  ServerCommand,
  type DocumentLoops,
  type LoopTarget,
  type OrdersAnswer,
  type Reach,
  type TimeAnswer,
} from '../server/messages.js';
import { askEntry, askExpression, chooseReach } from './chooseReach.js';
import type { LoopServer } from './client.js';
import { measureCurve } from './curvePanel.js';
import { loopOf, type ReachedLoop, type ReachMemory } from './reachMemory.js';
import { mayRunPrograms } from './trust.js';

/** Commands that run a program until it comes to a loop. */
type Running = typeof ServerCommand.timeLoop | typeof ServerCommand.tryOrders;

/** Asks how the loop is reached, remembers the answer for its function, and times both versions. */
export async function timeWith(server: LoopServer, memory: ReachMemory, target: LoopTarget): Promise<void> {
  if (!mayRunPrograms()) return;
  const loop = await reachedLoop(server, target);
  if (!loop) return void window.showInformationMessage('There is no loop here. Put the cursor into a loop first.');
  const reach = await chooseReach(loop, memory.get(loop), memory.commands);
  await timeAs(server, memory, ServerCommand.timeLoop, target, loop, reach);
}

/** A loop as it was last reached, wherever the command comes from; one that says how is left alone. */
export async function withReach(server: LoopServer, memory: ReachMemory, target: LoopTarget): Promise<LoopTarget> {
  if (target.reach !== undefined) return target;
  const loop = await reachedLoop(server, target);
  return loop ? { ...target, reach: memory.get(loop) } : target;
}

/** Where nothing that was run came to the loop: says so, and asks what does. */
export async function offerReach(
  server: LoopServer,
  memory: ReachMemory,
  command: Running,
  target: LoopTarget,
  answer: TimeAnswer | OrdersAnswer | null,
): Promise<void> {
  if (!answer || !('failed' in answer) || answer.notReached !== true) return;
  const [expression, program] = ['Use an Expression…', 'Choose a Program or Test…'];
  const chosen = await window.showWarningMessage(`Looppool: ${answer.failed}`, expression, program);
  const loop = chosen === undefined ? undefined : await reachedLoop(server, target);
  if (!loop) return;
  const { entry, call, visit } = memory.get(loop);
  const kept = visit === undefined ? {} : { visit };
  if (chosen === expression) {
    const given = await askExpression(loop, call);
    if (given !== undefined) await timeAs(server, memory, command, target, loop, { call: given, ...kept });
  } else {
    const given = await askEntry(loop, entry, memory.commands);
    if (given !== undefined) await timeAs(server, memory, command, target, loop, { entry: given, ...kept });
  }
}

async function timeAs(
  server: LoopServer,
  memory: ReachMemory,
  command: Running,
  target: LoopTarget,
  loop: ReachedLoop,
  reach: Reach | undefined,
): Promise<void> {
  if (reach === undefined) return;
  await memory.set(loop, reach);
  const reached = { ...target, reach };
  if (target.curve === true) await measureCurve(server, reached);
  else await server.run(command, reached);
}

async function reachedLoop(server: LoopServer, target: LoopTarget): Promise<ReachedLoop | undefined> {
  const answer = await server.request<DocumentLoops>(Method.loops, { uri: target.uri });
  const loop = loopOf(target, answer?.loops ?? []);
  return loop && { uri: target.uri, function: loop.function };
}
