import { mapAsync, zipAsync } from './async.js';
import { Call } from './call.js';
import { encodeCaptures } from './codec.js';
import { isEntry } from './entry.js';
import { latestEnvironment } from './environment.js';
import { PoolError, received } from './errors.js';
import { Link } from './link.js';
import { mix, Probe } from './measure.js';
import type { Opened, Plan } from './plan.js';
import { inWorker } from './protocol.js';
import {
  callSettings,
  defaultWidth,
  poolSettings,
  type CallOptions,
  type CallSettings,
  type PoolOptions,
  type PoolSettings,
  type ZipOptions,
} from './settings.js';
import type { Sequence } from './sequence.js';
import { sourceOf, type Holes } from './source.js';
import { CallStats, StatsTotal, type PoolStats } from './stats.js';
import { mapSync, SyncZip } from './sync.js';
import { recordOf, type TaskContext, type TaskFunction, type TaskRecord } from './task.js';
import { warnInline } from './warn.js';

type Task<T, C, R> = (item: T, captures: C, context: TaskContext) => R;

/**
 * Worker threads that run tasks over items, in order. They start with the first call that needs them and never
 * keep the process alive by themselves.
 */
export class Pool {
  readonly #settings: PoolSettings;
  readonly #stats = new StatsTotal();
  readonly #pending = new Set<Promise<unknown>>();
  #width: number | null;
  #link: Link | null = null;
  #closed: string | null = null;

  /**
   * @param options See {@link PoolOptions}.
   * @throws TypeError for an option that is unknown or of the wrong kind.
   */
  constructor(options?: PoolOptions) {
    this.#settings = poolSettings(options);
    this.#width = this.#settings.workers;
  }

  /** Number of worker threads. */
  get workers(): number {
    return (this.#width ??= defaultWidth());
  }

  get name(): string {
    return this.#settings.name;
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
  mapSync<T, R>(task: Task<T, undefined, R>, items: Iterable<T>, captures?: undefined, options?: CallOptions): R[];
  mapSync<T, C, R>(task: Task<T, C, R>, items: Iterable<T>, captures: C, options?: CallOptions): R[];
  mapSync(task: TaskFunction, items: Iterable<unknown>, captures?: unknown, options?: CallOptions): unknown[] {
    const plan = this.#plan('mapSync', task, items, captures, options, 'skip');
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
    options?: ZipOptions,
  ): Sequence<[T, R]>;
  zipSync<T, C, R>(task: Task<T, C, R>, items: Iterable<T>, captures: C, options?: ZipOptions): Sequence<[T, R]>;
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
    options?: CallOptions,
  ): Promise<Awaited<R>[]>;
  map<T, C, R>(task: Task<T, C, R>, items: Iterable<T>, captures: C, options?: CallOptions): Promise<Awaited<R>[]>;
  async map(
    task: TaskFunction,
    items: Iterable<unknown>,
    captures?: unknown,
    options?: CallOptions,
  ): Promise<unknown[]> {
    const plan = this.#plan('map', task, items, captures, options, 'skip');
    const results = mapAsync(plan, lengthOf(items));
    this.#pending.add(results);
    try {
      return await results;
    } finally {
      this.#pending.delete(results);
    }
  }

  /** As {@link Pool.zipSync}, without blocking: each pair is yielded when its result is there. */
  zip<T, R>(
    task: Task<T, undefined, R>,
    items: Iterable<T>,
    captures?: undefined,
    options?: ZipOptions,
  ): AsyncIterableIterator<[T, Awaited<R>]>;
  zip<T, C, R>(
    task: Task<T, C, R>,
    items: Iterable<T>,
    captures: C,
    options?: ZipOptions,
  ): AsyncIterableIterator<[T, Awaited<R>]>;
  zip(
    task: TaskFunction,
    items: Iterable<unknown>,
    captures?: unknown,
    options?: ZipOptions,
  ): AsyncIterableIterator<[unknown, unknown]> {
    return zipAsync(this.#plan('zip', task, items, captures, options));
  }

  /** Waits for the calls under way, then ends the threads. Later calls fail. */
  async close(): Promise<void> {
    this.#closed ??= 'is closed';
    await Promise.allSettled(this.#pending);
    await this.#end();
  }

  /** Ends the threads at once; calls under way fail. */
  async terminate(): Promise<void> {
    this.#closed = 'was terminated';
    await this.#end();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #end(): Promise<void> {
    const link = this.#link;
    this.#link = null;
    await link?.terminate(this.#closed ?? 'is closed');
  }

  #plan(
    method: string,
    fn: TaskFunction,
    items: Iterable<unknown>,
    captures: unknown,
    options: ZipOptions | undefined,
    holes?: Holes,
  ): Plan {
    if (this.#closed !== null) throw new PoolError(`pool.${method}(): pool "${this.name}" ${this.#closed}`);
    if (typeof fn !== 'function')
      throw new TypeError(`pool.${method}(): expected a task made by task(), received ${received(fn)}`);
    const settings = callSettings(options, this.#settings.timeout);
    settings.signal?.throwIfAborted();
    const record = recordOf(fn);
    const stats = new CallStats(record.name);
    const source = sourceOf(items, holes ?? settings.holes);
    this.#stats.open(stats);
    const nested = inWorker();
    const reason = this.#reasonInline(record, settings, nested);
    let opened: Opened | null = null;
    const open = (): Opened | null => {
      opened ??= this.#open(record, captures, source, settings, stats, method);
      if (opened === null) probe?.giveUp();
      return opened;
    };
    const probe =
      reason === null && settings.inline === 'auto' ? new Probe(record, this.workers, this.#link?.warm === true) : null;
    if (reason === null && settings.inline === 'never') open();
    if (reason !== null) stats.reason(reason);
    return {
      record,
      fn,
      captures,
      source,
      settings,
      stats,
      nested,
      probe,
      opened,
      open,
      finish: () => {
        if (opened !== null && opened.call.costMs !== null) record.costMs = mix(record.costMs, opened.call.costMs);
        if (probe !== null) {
          probe.finish();
          if (stats.itemsInline > 0) stats.reason('auto: a pool would not pay, or not yet');
        }
        this.#stats.close(stats);
      },
    };
  }

  /** Why the whole call stays on the calling thread, or null. */
  #reasonInline(record: TaskRecord, settings: CallSettings, nested: boolean): string | null {
    if (nested) return 'nested: the call was made inside a worker';
    if (settings.inline === 'always') return 'inline: always';
    record.unloadable ??= this.#unloadable(record);
    if (record.unloadable === null) return null;
    warnInline(record);
    return `module: ${record.unloadable}`;
  }

  #unloadable(record: TaskRecord): string | null {
    if (record.url === '') return 'its module has no URL; task() expects import.meta.url, or __filename in CommonJS';
    if (isEntry(record.url))
      return 'its module is the program itself, which a worker must not run again; put the task into a module of its own';
    if (!Link.available()) return 'the files of the pool are not beside the program, which seems to be bundled';
    return null;
  }

  #open(
    record: TaskRecord,
    captures: unknown,
    source: Plan['source'],
    settings: CallSettings,
    stats: CallStats,
    method: string,
  ): Opened | null {
    const start = performance.now();
    const encoded = encodeCaptures(captures);
    record.capturesMs = performance.now() - start;
    if ('obstacle' in encoded) {
      stats.reason(`captures: ${encoded.obstacle}`);
      return null;
    }
    const link = this.#connect();
    const wire = {
      url: record.url,
      name: record.name,
      emits: record.emits,
      pure: record.pure,
      sync: method.endsWith('Sync'),
      captures: encoded.payload,
      env: record.env === link.env ? null : record.env,
      timeout: settings.timeout,
    };
    const bounded = method.startsWith('zip');
    const call = new Call({ link, record, source, stats, wire, bounded, chunkSize: settings.chunkSize });
    return { call, link };
  }

  #connect(): Link {
    // A supervisor that died took its calls with it; the next call gets a new one.
    if (this.#link === null || this.#link.broken !== null) {
      const { name, resourceLimits } = this.#settings;
      this.#link = new Link({ workers: this.workers, name, env: latestEnvironment(), resourceLimits });
    }
    return this.#link;
  }
}

/** The default pool: as wide as the machine, started by the first call that needs it. */
export const pool = new Pool();

function lengthOf(items: unknown): number | null {
  return Array.isArray(items) ? items.length : null;
}
