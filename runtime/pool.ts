import { imapAsync, imapUnordered, mapAsync, zipAsync } from './calls/async.js';
import type { Plan } from './calls/plan.js';
import { planCall } from './calls/planCall.js';
import {
  poolSettings,
  type Awaiting,
  type CallOptions,
  type Method,
  type PoolOptions,
  type SubmitOptions,
  type ZipOptions,
} from './settings.js';
import type { Sequence } from './items/sequence.js';
import { isIndexed } from './items/source.js';
import { StatsTotal, type PoolStats } from './inline/stats.js';
import { mapSync } from './calls/sync.js';
import { SyncZip } from './calls/syncZip.js';
import type { TaskContext, TaskFunction } from './task.js';
import { Threads } from './calls/threads.js';

type Task<T, C, R> = (item: T, captures: C, context: TaskContext) => R;
type Items<T> = Iterable<T> | AsyncIterable<T>;
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type MapOptions<T = any> = CallOptions<T> & Awaiting;
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type ImapOptions<T = any> = CallOptions<T> & Awaiting;
type AsyncResults<R> = AsyncGenerator<R, void, undefined>;

/** A result of {@link Pool.imapUnordered}. */
export interface Indexed<R> {
  /** Position of the item. */
  readonly index: number;
  readonly value: R;
}

/**
 * Worker threads that run tasks over items, in order. They start with the first call that needs them and never
 * keep the process alive by themselves.
 */
export class Pool {
  readonly #threads: Threads;
  readonly #stats = new StatsTotal();
  readonly #pending = new Set<Promise<unknown>>();

  /**
   * @param options See {@link PoolOptions}.
   * @throws TypeError for an option that is unknown or of the wrong kind.
   */
  constructor(options?: PoolOptions) {
    this.#threads = new Threads(poolSettings(options));
  }

  /** Number of worker threads. */
  get workers(): number {
    return this.#threads.width;
  }

  get name(): string {
    return this.#threads.settings.name;
  }

  /** What all calls so far did. */
  get stats(): PoolStats {
    return this.#stats.get();
  }

  /**
   * Runs `task` for every item and blocks until all results are there, as `Array.from(items, …)` would; holes of an array are kept.
   *
   * @param task Made by `task()`.
   * @param items An array, typed array, string, Map, Set, range or other iterable.
   * @param captures Further values for every item, cloned once.
   * @returns The results, in the order of the items.
   * @throws The error of the first failing item; `TaskError` where its worker died or the task is not pure.
   */
  mapSync<T, R>(task: Task<T, undefined, R>, items: Iterable<T>, captures?: undefined, options?: CallOptions<T>): R[];
  mapSync<T, C, R>(task: Task<T, C, R>, items: Iterable<T>, captures: C, options?: CallOptions<T>): R[];
  mapSync(task: TaskFunction, items: Iterable<unknown>, captures?: unknown, options?: CallOptions): unknown[] {
    const plan = this.#plan('mapSync', task, items, captures, options);
    return mapSync(plan, lengthOf(items));
  }

  /**
   * Pairs `[item, result]` in order: the original item, and what `task` made of it. The result is waited for when it is
   * read, and an item's error is thrown when its result is read. Leaving the loop stops the work. The pairs can also be
   * asked with `some`, `every`, `find`, `findIndex`, `filter`, `map`, `reduce` and `toArray`, which take no more than they need.
   *
   * @throws While iterating, the same as {@link Pool.mapSync}.
   */
  zipSync<T, R>(
    task: Task<T, undefined, R>,
    items: Iterable<T>,
    captures?: undefined,
    options?: ZipOptions<T>,
  ): Sequence<[T, R]>;
  zipSync<T, C, R>(task: Task<T, C, R>, items: Iterable<T>, captures: C, options?: ZipOptions<T>): Sequence<[T, R]>;
  zipSync(
    task: TaskFunction,
    items: Iterable<unknown>,
    captures?: unknown,
    options?: ZipOptions,
  ): Sequence<[unknown, unknown]> {
    return new SyncZip(this.#plan('zipSync', task, items, captures, options));
  }

  /** As {@link Pool.mapSync}, without blocking; the task may be an async function. */
  map<T, R>(
    task: Task<T, undefined, R>,
    items: Iterable<T>,
    captures?: undefined,
    options?: MapOptions<T>,
  ): Promise<Awaited<R>[]>;
  map<T, C, R>(task: Task<T, C, R>, items: Iterable<T>, captures: C, options?: MapOptions<T>): Promise<Awaited<R>[]>;
  async map(
    task: TaskFunction,
    items: Iterable<unknown>,
    captures?: unknown,
    options?: MapOptions,
  ): Promise<unknown[]> {
    return this.#awaited(mapAsync(this.#plan('map', task, items, captures, options), lengthOf(items)));
  }

  /**
   * As {@link Pool.map}, but every item runs to its end: the promise gets, for each, its result or what it failed with, as
   * `Promise.allSettled` does. Holes are visited.
   */
  allSettled<T, R>(
    task: Task<T, undefined, R>,
    items: Items<T>,
    captures?: undefined,
    options?: ZipOptions<T> & Awaiting,
  ): Promise<PromiseSettledResult<Awaited<R>>[]>;
  allSettled<T, C, R>(
    task: Task<T, C, R>,
    items: Items<T>,
    captures: C,
    options?: ZipOptions<T> & Awaiting,
  ): Promise<PromiseSettledResult<Awaited<R>>[]>;
  async allSettled(
    task: TaskFunction,
    items: Items<unknown>,
    captures?: unknown,
    options?: ZipOptions & Awaiting,
  ): Promise<PromiseSettledResult<unknown>[]> {
    return this.#awaited(settled(zipAsync(this.#plan('zip', task, items, captures, options))));
  }

  /**
   * As {@link Pool.zipSync}, without blocking: each pair is yielded when its result is there. The items may be an async
   * iterable, which is read ahead in a bounded window and closed when the loop is left; what it fails with is thrown behind
   * the pairs before.
   */
  zip<T, R>(
    task: Task<T, undefined, R>,
    items: Items<T>,
    captures?: undefined,
    options?: ZipOptions<T> & Awaiting,
  ): AsyncIterableIterator<[T, Awaited<R>]>;
  zip<T, C, R>(
    task: Task<T, C, R>,
    items: Items<T>,
    captures: C,
    options?: ZipOptions<T> & Awaiting,
  ): AsyncIterableIterator<[T, Awaited<R>]>;
  zip(
    task: TaskFunction,
    items: Items<unknown>,
    captures?: unknown,
    options?: ZipOptions & Awaiting,
  ): AsyncIterableIterator<[unknown, unknown]> {
    return zipAsync(this.#plan('zip', task, items, captures, options));
  }

  /**
   * Results in order, as they come; the task may be an async function, the items an async iterable, endless even:
   * both are read in a bounded window. Leaving the loop closes the items and stops the work.
   *
   * @throws While iterating: the error of the first failing item, after the results before it.
   */
  imap<T, R>(
    task: Task<T, undefined, R>,
    items: Items<T>,
    captures?: undefined,
    options?: ImapOptions<T>,
  ): AsyncResults<Awaited<R>>;
  imap<T, C, R>(task: Task<T, C, R>, items: Items<T>, captures: C, options?: ImapOptions<T>): AsyncResults<Awaited<R>>;
  imap(task: TaskFunction, items: Items<unknown>, captures?: unknown, options?: ImapOptions): AsyncResults<unknown> {
    return imapAsync(this.#plan('imap', task, items, captures, options));
  }

  /**
   * As {@link Pool.imap}, each result as soon as it is there, with the position of its item.
   *
   * @throws While iterating: the error of the item that failed first.
   */
  imapUnordered<T, R>(
    task: Task<T, undefined, R>,
    items: Items<T>,
    captures?: undefined,
    options?: ImapOptions<T>,
  ): AsyncResults<Indexed<Awaited<R>>>;
  imapUnordered<T, C, R>(
    task: Task<T, C, R>,
    items: Items<T>,
    captures: C,
    options?: ImapOptions<T>,
  ): AsyncResults<Indexed<Awaited<R>>>;
  imapUnordered(
    task: TaskFunction,
    items: Items<unknown>,
    captures?: unknown,
    options?: ImapOptions,
  ): AsyncResults<Indexed<unknown>> {
    return imapUnordered(this.#plan('imapUnordered', task, items, captures, options));
  }

  /** Runs `task` once in a worker, for one item; the promise gets its result or its error. */
  submit<T, R>(
    task: Task<T, undefined, R>,
    item: T,
    captures?: undefined,
    options?: SubmitOptions<T>,
  ): Promise<Awaited<R>>;
  submit<T, C, R>(task: Task<T, C, R>, item: T, captures: C, options?: SubmitOptions<T>): Promise<Awaited<R>>;
  async submit(task: TaskFunction, item: unknown, captures?: unknown, options?: SubmitOptions): Promise<unknown> {
    const results = await this.#awaited(mapAsync(this.#plan('submit', task, [item], captures, options), 1));
    return results[0];
  }

  /** Waits for the promises of `map` and `submit` that are under way, then ends the threads. Later calls fail. */
  async close(): Promise<void> {
    this.#threads.closed ??= 'is closed';
    await Promise.allSettled(this.#pending);
    await this.#threads.end(this.#threads.closed);
  }

  /** Ends the threads at once; calls under way fail. */
  async terminate(): Promise<void> {
    this.#threads.closed = 'was terminated';
    await this.#threads.end(this.#threads.closed);
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** What `close` waits for. */
  async #awaited<R>(results: Promise<R>): Promise<R> {
    this.#pending.add(results);
    try {
      return await results;
    } finally {
      this.#pending.delete(results);
    }
  }

  #plan(
    method: Method,
    fn: TaskFunction,
    items: Items<unknown>,
    captures: unknown,
    options: (ZipOptions & Awaiting) | undefined,
  ): Plan {
    return planCall({ threads: this.#threads, stats: this.#stats, method, fn, items, captures, options });
  }
}

/** The default pool: as wide as the machine, started by the first call that needs it. */
export const pool = new Pool();

/** How each pair's result came out; reading it throws what its item failed with. */
async function settled(pairs: AsyncIterable<[unknown, unknown]>): Promise<PromiseSettledResult<unknown>[]> {
  const outcomes: PromiseSettledResult<unknown>[] = [];
  for await (const pair of pairs) {
    try {
      outcomes.push({ status: 'fulfilled', value: pair[1] });
    } catch (reason) {
      outcomes.push({ status: 'rejected', reason });
    }
  }
  return outcomes;
}

function lengthOf(items: unknown): number | null {
  return isIndexed(items) ? items.length : null;
}
