import type { TaskContext, TaskFunction, TaskRecord } from './task.js';

/** Runs one item on the calling thread, at its place, with the live item and captures. */
export function runInline(
  record: TaskRecord,
  fn: TaskFunction,
  item: unknown,
  captures: unknown,
  index: number,
  isWorker: boolean,
  signal: AbortSignal | null,
): unknown {
  if (!record.emits) return fn(item, captures, new InlineContext(index, isWorker, signal));
  const values: unknown[] = [];
  const context = new EmittingContext(index, isWorker, signal, values);
  try {
    const returned = fn(item, captures, context);
    if (isThenable(returned)) return finishEmitting(returned, values);
  } catch (error) {
    return failAt(values, error);
  }
  return values;
}

async function finishEmitting(returned: PromiseLike<unknown>, values: unknown[]): Promise<unknown[]> {
  try {
    await returned;
    return values;
  } catch (error) {
    return failAt(values, error);
  }
}

/** Adds an element that throws `error` when it is read: what was emitted before stays usable. */
export function failAt(values: unknown[], error: unknown): unknown[] {
  Object.defineProperty(values, values.length, {
    get(): never {
      throw error;
    },
    enumerable: true,
    configurable: true,
  });
  return values;
}

/** Whether {@link failAt} was called for a list of emitted values. */
export function endsInError(values: unknown): boolean {
  if (!Array.isArray(values) || values.length === 0) return false;
  return Object.getOwnPropertyDescriptor(values, values.length - 1)?.get !== undefined;
}

export function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
}

let never: AbortSignal | undefined;

class InlineContext implements TaskContext {
  readonly index: number;
  readonly isWorker: boolean;
  readonly #signal: AbortSignal | null;

  constructor(index: number, isWorker: boolean, signal: AbortSignal | null) {
    this.index = index;
    this.isWorker = isWorker;
    this.#signal = signal;
  }

  /** An item that runs inline has been asked for; in most calls nobody cancels it. */
  get signal(): AbortSignal {
    return this.#signal ?? (never ??= new AbortController().signal);
  }

  readonly emit: <T>(value: T) => T = notDeclared;
}

/** `emit` of a task without the `emits` option. */
export function notDeclared(): never {
  throw new TypeError(
    'emit(): expected a task with the option { emits: true }, received one without: its result is what it returns',
  );
}

class EmittingContext extends InlineContext {
  override readonly emit: <T>(value: T) => T;

  constructor(index: number, isWorker: boolean, signal: AbortSignal | null, values: unknown[]) {
    super(index, isWorker, signal);
    this.emit = (value) => {
      values.push(value);
      return value;
    };
  }
}
