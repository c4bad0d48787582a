import { TaskError } from '../errors.js';
import { endsInError } from '../inline/inline.js';
import { runHere, type Plan } from './plan.js';

/** An item and its outcome: `read` returns the result, or throws what the item threw. */
export interface Finished {
  readonly item: unknown;
  readonly index: number;
  readonly read: () => unknown;
}

/**
 * Runs an item on the calling thread and waits for it; what it throws is kept until its result is read.
 * @param orElse What to throw where the item does not fail here as it failed in its worker.
 * @param signal What the task is told; null: nobody cancels the item.
 */
export async function settle(
  plan: Plan,
  item: unknown,
  index: number,
  orElse?: Error,
  signal: AbortSignal | null = null,
): Promise<() => unknown> {
  try {
    if (plan.initialize !== null) await plan.initialize();
    const value = await runHere(plan, item, index, signal);
    if (orElse && !endsInError(value)) throw orElse;
    return () => value;
  } catch (error) {
    return failing(error);
  }
}

/** As {@link settle}, but not for longer than `ms`: then its signal is aborted, and its outcome is a `TaskError`. */
export async function settleWithin(
  plan: Plan,
  { item, index }: Omit<Finished, 'read'>,
  ms: number,
  signal: AbortSignal,
): Promise<() => unknown> {
  const task = plan.record.name;
  const message = `task "${task}": item ${index}: it did not finish within the timeout`;
  const error = new TaskError(message, { code: 'ERR_LOOPPOOL_TIMEOUT', task, index });
  const over = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<() => unknown>((resolve) => {
    timer = setTimeout(() => {
      over.abort(error);
      resolve(failing(error));
    }, ms);
  });
  try {
    return await Promise.race([settle(plan, item, index, undefined, AbortSignal.any([signal, over.signal])), late]);
  } finally {
    clearTimeout(timer);
  }
}

export function failing(error: unknown): () => never {
  return () => {
    throw error;
  };
}
