import { type Class, type Classes, classesOf, NO_CLASSES, registerClasses } from './wire/classes.js';
import { threadEnvironment, type Environment } from './wire/environment.js';

/** What a task is told about the item it works on. */
export interface TaskContext {
  /** Position of the item in the sequence, from 0; skipped holes count. */
  readonly index: number;
  /** Aborted when the result is no longer wanted. */
  readonly signal: AbortSignal;
  /** False where the item runs on the calling thread. */
  readonly isWorker: boolean;
}

/** Third parameter of a task that emits any number of values instead of returning one. */
export interface Emits<V> extends TaskContext {
  /** Adds one value to the result of this item, and returns it. */
  emit<T extends V>(this: void, value: T): T;
}

// The one place where `any` is right: it leaves unannotated parameters of a JavaScript task usable.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type TaskFunction = (item: any, captures: any, context: TaskContext) => unknown;

export interface TaskOptions {
  /** The function has no effect that anyone can see; it may be run again. Default: false. */
  readonly pure?: boolean;
  /** The result is the array of the values given to `context.emit`. Default: false. */
  readonly emits?: boolean;
  /**
   * Classes whose instances are among the items, captures and results: they arrive as instances of the same class, with the
   * properties that they had; no constructor runs. A function, because it is asked once all modules are loaded. Default: none.
   */
  readonly classes?: () => readonly Class[];
}

/** What the pool remembers about a task. */
export interface TaskRecord {
  /** URL of the module (`import.meta.url`), or its path (`__filename`). */
  readonly url: string;
  readonly name: string;
  readonly pure: boolean;
  readonly emits: boolean;
  readonly env: Environment;
  /** Found when the task is first used. @throws TypeError where they are none. */
  readonly classes: Classes;
  /** Milliseconds per item, learnt from earlier calls; null before the first. */
  costMs: number | null;
  /** Time of a pool divided by that of its work, learnt from earlier calls; 1 and more: it does not pay. */
  poolShare: number;
  /** Milliseconds of copying one item and its result, learnt from earlier calls. */
  callerCopyMs: number;
  workerCopyMs: number;
  /** Milliseconds that copying the captures took the last time. */
  capturesMs: number;
  /** Whether it was looked at where its module is. */
  checked: boolean;
  /** Why no worker can load the module, once that is known. */
  unloadable: string | null;
}

const records = new WeakMap<TaskFunction, TaskRecord>();

/**
 * Makes an exported function known to the pools: `export const f = task(import.meta.url, 'f', (x: number) => x * x, { pure: true })`.
 *
 * @param url `import.meta.url` of the module that exports the function, or `__filename` in CommonJS.
 * @param name The name under which the module exports it.
 * @param fn Gets `(item, captures, { index, signal, isWorker, emit })`.
 * @param options `pure`: no visible effects, so a failed item may be run again. `emits`: see {@link Emits}. `classes`: instances of
 * these travel as such.
 * @returns `fn` itself. Never throws: a mistake is reported by the first call that uses the task.
 */
export function task<F extends TaskFunction>(url: string, name: string, fn: F, options?: TaskOptions): F;
export function task<T, C, V>(
  url: string,
  name: string,
  fn: (item: T, captures: C, context: Emits<V>) => void | Promise<void>,
  options: TaskOptions & { readonly emits: true },
): (item: T, captures: C, context: TaskContext) => V[];
export function task(url: string, name: string, fn: unknown, options?: TaskOptions): unknown {
  if (typeof fn === 'function') {
    if (options?.classes !== undefined) registerClasses(fn as TaskFunction, options.classes);
    records.set(fn as TaskFunction, {
      url: typeof url === 'string' ? url : '',
      name: String(name),
      pure: options?.pure === true,
      emits: options?.emits === true,
      env: threadEnvironment(),
      get classes() {
        return classesOf(fn as TaskFunction);
      },
      costMs: null,
      poolShare: 0,
      callerCopyMs: 0,
      workerCopyMs: 0,
      capturesMs: 0,
      checked: false,
      unloadable: null,
    });
  }
  return fn;
}

/** The record of a task, or one that says that `fn` was never registered. */
export function recordOf(fn: TaskFunction): TaskRecord {
  let record = records.get(fn);
  if (record === undefined) {
    record = {
      url: '',
      name: fn.name || 'anonymous',
      pure: false,
      emits: false,
      env: threadEnvironment(),
      classes: NO_CLASSES,
      costMs: null,
      poolShare: 0,
      callerCopyMs: 0,
      workerCopyMs: 0,
      capturesMs: 0,
      checked: true,
      unloadable: 'the function was not made by task(), or by that of another copy of looppool',
    };
    records.set(fn, record);
  }
  return record;
}
