import { setMaxListeners } from 'node:events';
import { pMapIterable } from 'p-map';
import { asTheyCome } from './asTheyCome.js';
import type { Plan } from './plan.js';
import { settle, settleWithin, type Finished } from './settle.js';
import { StreamSource } from '../items/stream.js';

/**
 * Items of an async task on the calling thread, at most `concurrency` of them at once.
 * @param manner `collecting`: every result is kept, so that items may run as far ahead as they like, and the first failure ends the
 * call. `unordered`: outcomes as they come; else they are in order.
 */
export async function* awaited(
  plan: Plan,
  concurrency: number,
  manner: 'collecting' | 'ordered' | 'unordered',
): AsyncGenerator<Finished, void, undefined> {
  const { signal, timeout } = plan.settings;
  const over = new AbortController();
  const told = signal === null ? over.signal : AbortSignal.any([over.signal, signal]);
  // One listener for every item that waits.
  setMaxListeners(0, told);
  const run = async (next: Omit<Finished, 'read'>): Promise<Finished> => {
    const read =
      timeout === null
        ? await settle(plan, next.item, next.index, undefined, told)
        : await settleWithin(plan, next, timeout, told);
    plan.stats.inline();
    // Thrown here, an error ends the stream at its place, and nothing further is started.
    if (manner === 'collecting') read();
    return { ...next, read };
  };
  const ahead = manner === 'collecting' ? Infinity : 2 * concurrency;
  const outcomes =
    manner === 'unordered'
      ? asTheyCome(itemsOf(plan), run, { concurrency, ahead, over: over.signal })
      : pMapIterable(itemsOf(plan), run, { concurrency, backpressure: ahead })[Symbol.asyncIterator]();
  const aborted = abortOf(signal);
  try {
    for (;;) {
      const next = await Promise.race([outcomes.next(), aborted.promise]);
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    aborted.forget();
    over.abort(new DOMException('The loop was left', 'AbortError'));
    // Not awaited: an item that never ends must not hold up a loop that is left.
    void outcomes.return?.();
    plan.source.close();
  }
}

async function* itemsOf({ source }: Plan): AsyncGenerator<Omit<Finished, 'read'>, void, undefined> {
  for (;;) {
    if (source.pull()) yield { item: source.item, index: source.index };
    else if (source instanceof StreamSource && source.waits) await source.arrival();
    else return;
  }
}

/** A promise that rejects with the signal's reason. */
function abortOf(signal: AbortSignal | null): { readonly promise: Promise<never>; readonly forget: () => void } {
  let forget = (): void => undefined;
  const promise = new Promise<never>((_, reject) => {
    if (signal === null) return;
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the reason is the caller's
    const abort = (): void => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
    forget = () => signal.removeEventListener('abort', abort);
  });
  promise.catch(() => undefined);
  return { promise, forget };
}
