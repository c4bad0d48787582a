import { inspect } from 'node:util';

export type TaskErrorCode =
  /** The task threw in a worker and cannot be run again. */
  | 'ERR_LOOPPOOL_FAILED'
  /** The worker's thread ended, by `process.exit()` for instance. */
  | 'ERR_LOOPPOOL_EXIT'
  | 'ERR_LOOPPOOL_MEMORY'
  | 'ERR_LOOPPOOL_TIMEOUT'
  /** The result cannot leave the worker unaltered, and the task may not be run again. */
  | 'ERR_LOOPPOOL_RESULT';

/** A task failed in a worker, and running it again on the calling thread was out of the question. */
export class TaskError extends Error {
  override readonly name = 'TaskError';
  readonly code: TaskErrorCode;
  /** Exported name of the task. */
  readonly task: string;
  /** Position of the item. */
  readonly index: number;

  /** @internal */
  constructor(
    message: string,
    details: { code: TaskErrorCode; task: string; index: number; cause?: unknown; workerStack?: string | undefined },
  ) {
    super(message, 'cause' in details ? { cause: details.cause } : undefined);
    this.code = details.code;
    this.task = details.task;
    this.index = details.index;
    if (details.workerStack !== undefined)
      this.stack = `${this.stack ?? message}\n    --- in the worker ---\n${details.workerStack}`;
  }
}

/** A pool was closed or terminated, or its supervising thread died. */
export class PoolError extends Error {
  override readonly name = 'PoolError';
}

/** An error as it travels between threads. */
export interface ErrorRecord {
  readonly isError: boolean;
  readonly name: string;
  readonly message: string;
  readonly stack: string | null;
  readonly code: string | null;
}

/** Describes whatever was thrown, without running code of its class more than needed. */
export function describeError(thrown: unknown): ErrorRecord {
  try {
    if (thrown instanceof Error) {
      const code: unknown = (thrown as { code?: unknown }).code;
      return {
        isError: true,
        name: String(thrown.name),
        message: String(thrown.message),
        stack: typeof thrown.stack === 'string' ? thrown.stack : null,
        code: typeof code === 'string' ? code : null,
      };
    }
    return { isError: false, name: typeof thrown, message: inspect(thrown), stack: null, code: null };
  } catch {
    return {
      isError: false,
      name: typeof thrown,
      message: 'an error that cannot be described',
      stack: null,
      code: null,
    };
  }
}

/** An Error that looks like the one described; its class is not the original's. */
export function restoreError(record: ErrorRecord): Error {
  const error = new Error(record.message);
  if (record.isError) Object.defineProperty(error, 'name', { value: record.name, configurable: true, writable: true });
  if (record.stack !== null) error.stack = record.stack;
  if (record.code !== null) Object.assign(error, { code: record.code });
  return error;
}

/** The frames of a stack, without the message. */
export function framesOf(stack: string | null): string | undefined {
  const frames = stack?.split('\n').filter((line) => line.startsWith('    at '));
  return frames !== undefined && frames.length > 0 ? frames.join('\n') : undefined;
}

/** What was received, for messages: short, and never the value's own code. */
export function received(value: unknown): string {
  if (typeof value === 'function') return `function ${value.name || '(anonymous)'}`;
  if (value === undefined || value === null) return String(value);
  return `${typeof value} ${inspect(value, { depth: 0, breakLength: Infinity, customInspect: false, maxStringLength: 60, maxArrayLength: 3 })}`;
}
