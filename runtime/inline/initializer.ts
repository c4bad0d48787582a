import { isThenable } from './inline.js';
import { inWorker } from '../wire/protocol.js';
import type { TaskContext, TaskFunction } from '../task.js';

/** Runs a pool's initializer on the calling thread, once, before the first item that runs there. */
export class Initializer {
  readonly #fn: TaskFunction;
  #result: { readonly value: unknown } | null = null;

  constructor(fn: TaskFunction) {
    this.#fn = fn;
  }

  /** A promise while it is under way, else null. Throws what it throws, again at every call. */
  run(): PromiseLike<unknown> | null {
    this.#result ??= { value: this.#fn(undefined, undefined, contextHere()) };
    const { value } = this.#result;
    return isThenable(value) ? value : null;
  }
}

function contextHere(): TaskContext {
  return { index: 0, signal: new AbortController().signal, isWorker: inWorker() };
}
