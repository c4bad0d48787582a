import type { TaskContext, TaskFunction, TaskRecord } from '../task.js';

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
  if (!record.emits) {
    if (signal === null) return fn(item, captures, inlineContext(index, isWorker));
    return fn(item, captures, new DetailedContext(index, isWorker, signal, null));
  }
  const values: unknown[] = [];
  const context = new DetailedContext(index, isWorker, signal, values);
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
  const mayBe = (typeof value === 'object' && value !== null) || typeof value === 'function';
  return mayBe && typeof (value as { then?: unknown }).then === 'function';
}

let never: AbortSignal | undefined;

/** An item that runs inline has been asked for; in most calls nobody cancels it. One small object an item. */
class InlineContext implements TaskContext {
  readonly index: number;

  constructor(index: number) {
    this.index = index;
  }

  get isWorker(): boolean {
    return false;
  }

  get signal(): AbortSignal {
    return (never ??= new AbortController().signal);
  }

  get emit(): <T>(value: T) => T {
    return notDeclared;
  }
}

/** Of a call inside a worker. */
class NestedContext extends InlineContext {
  override get isWorker(): boolean {
    return true;
  }
}

class DetailedContext implements TaskContext {
  readonly index: number;
  readonly isWorker: boolean;
  readonly signal: AbortSignal;
  readonly emit: <T>(value: T) => T;

  constructor(index: number, isWorker: boolean, signal: AbortSignal | null, values: unknown[] | null) {
    this.index = index;
    this.isWorker = isWorker;
    this.signal = signal ?? (never ??= new AbortController().signal);
    this.emit =
      values === null
        ? notDeclared
        : (value) => {
            values.push(value);
            return value;
          };
  }
}

/** What a task that neither emits nor is cancelled is told on the calling thread. */
export function inlineContext(index: number, isWorker: boolean): TaskContext {
  return isWorker ? new NestedContext(index) : new InlineContext(index);
}

/** `emit` of a task without the `emits` option. */
export function notDeclared(): never {
  throw new TypeError(
    'emit(): expected a task with the option { emits: true }, received one without: its result is what it returns',
  );
}
