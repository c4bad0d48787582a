import type { CancellationToken } from 'vscode-languageserver/node';
import { ordersLine } from '../timing/report/format.js';
import { tryOrders } from '../timing/tryOrders.js';
import type { LoopTarget, OrdersAnswer } from '../messages.js';
import type { Workspace } from '../lsp/workspace.js';
import { runLoop } from './runLoop.js';
import { titleOf } from './timing.js';

/** `looppool.tryOrders`: runs the iterations of a refused loop in other orders, and keeps what that has shown for lens and hover. */
export async function tryOtherOrders(
  target: LoopTarget,
  workspace: Workspace,
  token: CancellationToken,
  onProgress: (message: string) => void,
): Promise<OrdersAnswer> {
  return await runLoop<OrdersAnswer>(target, workspace, token, onProgress, (document, loop) => {
    if (loop.verdict.kind !== 'refused')
      return { failed: 'This loop can run in a pool: timing both versions looks at other orders as well.' };
    return async (request) => {
      const witness = await tryOrders(request);
      return {
        state: { kind: 'tried', witness },
        answer: { witness, line: ordersLine(witness), title: titleOf(loop, document) },
      };
    };
  });
}
