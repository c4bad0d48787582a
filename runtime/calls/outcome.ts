import { DIED, indexAt, INLINE, type Chunk, type Failure } from '../sending/chunk.js';
import { framesOf, PoolError, restoreError, TaskError } from '../errors.js';
import { failAt } from '../inline/inline.js';
import { THREW, UNSENDABLE, VALUE } from '../wire/protocol.js';
import type { TaskRecord } from '../task.js';

/** What has become of an item: a value, something to do here, nothing yet, or an error. */
export type Outcome =
  | { readonly type: 'value'; readonly value: unknown }
  /** `orElse`: what to throw where the item does not fail here as it failed in its worker. */
  | { readonly type: 'inline'; readonly orElse?: Error }
  | { readonly type: 'waiting' }
  | { readonly type: 'error'; readonly error: Error };

/** @param givenUp The loop was left, so nothing more will come. */
export function outcomeOf(chunk: Chunk, position: number, record: TaskRecord, givenUp: boolean): Outcome {
  if (chunk.states[position] === VALUE) return { type: 'value', value: chunk.values[position] };
  const failed = (): Outcome => ({ type: 'error', error: errorAt(chunk, position, record.name) });
  switch (chunk.states[position]) {
    case INLINE:
      return { type: 'inline' };
    case THREW: {
      if (record.pure && !chunk.moved && isRefusal(chunk.failures.get(position))) return { type: 'inline' };
      if (record.pure && !chunk.moved) return { type: 'inline', orElse: errorAt(chunk, position, record.name) };
      const emitted = chunk.values[position];
      if (!record.emits || !Array.isArray(emitted)) return failed();
      failAt(emitted, errorAt(chunk, position, record.name));
      chunk.states[position] = VALUE;
      return { type: 'value', value: emitted };
    }
    case UNSENDABLE:
      return record.pure && !chunk.moved ? { type: 'inline' } : failed();
    case DIED:
      return failed();
    default: {
      if (!givenUp) return { type: 'waiting' };
      // Somebody kept the pair of a loop that was left, and reads it now.
      if (record.pure && !chunk.moved) return { type: 'inline' };
      const index = indexAt(chunk, position);
      const error = new PoolError(`task "${record.name}": the loop was left before the result of item ${index} came`);
      return { type: 'error', error };
    }
  }
}

/** Whether Node refused something because it was asked in a thread: `process.chdir()`, say. */
function isRefusal(failure: Failure | string | undefined): boolean {
  return typeof failure === 'object' && failure.error.code === 'ERR_WORKER_UNSUPPORTED_OPERATION';
}

const DEATHS = {
  exit: ['ERR_LOOPPOOL_EXIT', 'ended while it ran (process.exit()?)'],
  crash: ['ERR_LOOPPOOL_EXIT', 'crashed while it ran'],
  cancelled: ['ERR_LOOPPOOL_EXIT', 'was ended'],
  memory: ['ERR_LOOPPOOL_MEMORY', 'ran out of memory'],
  timeout: ['ERR_LOOPPOOL_TIMEOUT', 'did not finish it within the timeout'],
} as const;

/** The error of a position that failed for good. */
function errorAt(chunk: Chunk, position: number, task: string): TaskError {
  const index = indexAt(chunk, position);
  const failure = chunk.failures.get(position);
  const place = `task "${task}": item ${index}`;
  if (failure === undefined || typeof failure === 'string') {
    const what = failure ?? 'something unknown';
    return new TaskError(
      `${place}: the result cannot leave its worker unaltered: it is or holds ${what}. ` +
        'Mark the task { pure: true } to have such items run on the calling thread',
      { code: 'ERR_LOOPPOOL_RESULT', task, index },
    );
  }
  const { kind, worker, error } = failure;
  const cause = restoreError(error);
  if (kind !== 'threw') {
    const [code, text] = DEATHS[kind];
    return new TaskError(`${place}: its worker "${worker}" ${text}`, { code, task, index, cause });
  }
  return new TaskError(`${place} failed in worker "${worker}": ${error.name}: ${error.message}`, {
    code: 'ERR_LOOPPOOL_FAILED',
    task,
    index,
    cause,
    workerStack: framesOf(error.stack),
  });
}
