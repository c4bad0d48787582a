import type { ResourceLimits } from 'node:worker_threads';
import { checkKeys, checkMs, fail, isCount } from './check.js';
import { cpuCount } from './cpuCount.js';
import type { Progress } from './progress.js';
import type { Holes } from './items/source.js';
import type { TaskFunction } from './task.js';

/** `auto`: on the calling thread until a pool pays. `never`: all that can cross goes to workers. `always`: no workers. */
export type Inline = 'auto' | 'never' | 'always';

// `any` lets options be declared without saying what the items are.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export interface CallOptions<T = any> {
  /** Items per chunk. `'auto'` aims at 10 ms of work by measuring, or 50 where results are collected. Default: `'auto'`; at least 1. */
  readonly chunkSize?: number | 'auto';
  /** Milliseconds one item may take, from its start. Default: the pool's, which is none. */
  readonly timeout?: number;
  /** Default: `'auto'`, or `LOOPPOOL_INLINE`. */
  readonly inline?: Inline;
  /** Ends the call with the signal's reason. */
  readonly signal?: AbortSignal;
  /**
   * Shared memory in the captures: `'live'` stays shared, `'copy'` is as it was at the call, whatever the program writes meanwhile.
   * Default: `'live'` in `mapSync`, because nothing can be written meanwhile; else `'copy'`.
   */
  readonly sharedMemory?: 'live' | 'copy';
  /** Told now and then how far the call is, and once at its end. What it throws ends the call. */
  readonly onProgress?: (progress: Progress) => void;
  /** Buffers of an item that move to its worker instead of being copied; the calling thread loses them. */
  readonly transfer?: (item: T) => readonly ArrayBuffer[];
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
export interface ZipOptions<T = any> extends CallOptions<T> {
  /** `'skip'` leaves out the holes of a sparse array, as `forEach` does; indices keep counting. Default: `'visit'`. */
  readonly holes?: Holes;
}

/** Of calls that do not block. */
export interface Awaiting {
  /** For async tasks that mostly wait: run on the calling thread, at most this many at once. Default: workers; at least 1. */
  readonly concurrency?: number;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type SubmitOptions<T = any> = Pick<
  CallOptions<T>,
  'timeout' | 'inline' | 'signal' | 'transfer' | 'sharedMemory'
>;

export interface PoolOptions {
  /** Number of worker threads. Default: `LOOPPOOL_WORKERS`, or the number of physical cores; at least 1. */
  readonly workers?: number;
  /** Shown with the threads in debuggers and errors. Default: `'looppool'`. */
  readonly name?: string;
  /** Milliseconds one item may take. Default: none. */
  readonly timeout?: number;
  /** Limits of each worker, as in `node:worker_threads`. Default: Node's. */
  readonly resourceLimits?: ResourceLimits;
  /** A worker is replaced by a fresh one after so many items. Default: never; at least 1. */
  readonly maxTasksPerWorker?: number;
  /** A task without item and captures; runs once in every thread before its first item, awaited. Default: none. */
  readonly initializer?: () => unknown;
}

/** Options with all defaults filled in. */
export interface CallSettings {
  readonly chunkSize: number | 'auto';
  readonly timeout: number | null;
  readonly inline: Inline;
  readonly signal: AbortSignal | null;
  readonly holes: Holes;
  readonly concurrency: number | null;
  readonly onProgress: ((progress: Progress) => void) | null;
  readonly transfer: ((item: unknown) => readonly ArrayBuffer[]) | null;
  readonly sharedMemory: 'live' | 'copy';
}

export type Method = 'mapSync' | 'zipSync' | 'map' | 'zip' | 'imap' | 'imapUnordered' | 'submit';

const SUBMIT_KEYS = ['timeout', 'inline', 'signal', 'transfer', 'sharedMemory'];
const CALL_KEYS = ['chunkSize', ...SUBMIT_KEYS, 'onProgress'];
const KEYS: Readonly<Record<Method, readonly string[]>> = {
  mapSync: CALL_KEYS,
  zipSync: [...CALL_KEYS, 'holes'],
  map: [...CALL_KEYS, 'concurrency'],
  zip: [...CALL_KEYS, 'holes', 'concurrency'],
  imap: [...CALL_KEYS, 'concurrency'],
  imapUnordered: [...CALL_KEYS, 'concurrency'],
  submit: SUBMIT_KEYS,
};
const POOL_KEYS = ['workers', 'name', 'timeout', 'resourceLimits', 'maxTasksPerWorker', 'initializer'];
const LIMIT_KEYS = ['maxOldGenerationSizeMb', 'maxYoungGenerationSizeMb', 'codeRangeSizeMb', 'stackSizeMb'];
const INLINE = ['auto', 'never', 'always'] as const;

/**
 * @param poolTimeout For calls that give none.
 * @throws TypeError for an option that is unknown, or of the wrong kind; the message says what was expected and received.
 */
export function callSettings(
  options: (ZipOptions & Awaiting) | undefined,
  poolTimeout: number | null,
  method: Method = 'zip',
): CallSettings {
  const given = checkKeys(options, KEYS[method], `pool.${method}(): options`) as ZipOptions & Awaiting;
  const { chunkSize = 'auto', timeout = poolTimeout, signal = null, holes = 'visit', concurrency = null } = given;
  const { onProgress = null, transfer = null, sharedMemory = method === 'mapSync' ? 'live' : 'copy' } = given;
  if (chunkSize !== 'auto' && !isCount(chunkSize))
    fail("options.chunkSize: expected 'auto' or an integer of at least 1", chunkSize);
  if (timeout !== null) checkMs(timeout, 'options.timeout');
  if (signal !== null && !(signal instanceof AbortSignal)) fail('options.signal: expected an AbortSignal', signal);
  if (holes !== 'visit' && holes !== 'skip') fail("options.holes: expected 'visit' or 'skip'", holes);
  if (concurrency !== null && concurrency !== Infinity && !isCount(concurrency))
    fail('options.concurrency: expected an integer of at least 1', concurrency);
  if (concurrency !== null && given.inline === 'never')
    fail(
      "options.concurrency: expected no inline: 'never' beside it, because such items run on the calling thread",
      concurrency,
    );
  if (onProgress !== null && typeof onProgress !== 'function')
    fail('options.onProgress: expected a function', onProgress);
  if (transfer !== null && typeof transfer !== 'function')
    fail('options.transfer: expected a function from an item to its ArrayBuffers', transfer);
  if (sharedMemory !== 'live' && sharedMemory !== 'copy')
    fail("options.sharedMemory: expected 'live' or 'copy'", sharedMemory);
  const inline = inlineSetting(given.inline);
  return { chunkSize, timeout, signal, holes, concurrency, onProgress, transfer, sharedMemory, inline };
}

export interface PoolSettings {
  /** Null: the machine's width, found out at the first call. */
  readonly workers: number | null;
  readonly name: string;
  readonly timeout: number | null;
  readonly resourceLimits: ResourceLimits | null;
  readonly maxTasksPerWorker: number | null;
  readonly initializer: TaskFunction | null;
}

/** @throws TypeError for an option that is unknown, or of the wrong kind. */
export function poolSettings(options: PoolOptions | undefined): PoolSettings {
  const given = checkKeys(options, POOL_KEYS, 'new Pool(options)') as PoolOptions;
  const { workers, name = 'looppool', timeout, resourceLimits, maxTasksPerWorker, initializer } = given;
  if (workers !== undefined && !isCount(workers)) fail('workers: expected an integer of at least 1', workers);
  if (typeof name !== 'string') fail('name: expected a string', name);
  if (timeout !== undefined) checkMs(timeout, 'timeout');
  for (const [key, limit] of Object.entries(checkKeys(resourceLimits, LIMIT_KEYS, 'resourceLimits')))
    if (limit !== undefined && !(typeof limit === 'number' && limit > 0))
      fail(`resourceLimits.${key}: expected a number above 0`, limit);
  if (maxTasksPerWorker !== undefined && !isCount(maxTasksPerWorker))
    fail('maxTasksPerWorker: expected an integer of at least 1', maxTasksPerWorker);
  if (initializer !== undefined && typeof initializer !== 'function')
    fail('initializer: expected a task made by task()', initializer);
  return {
    workers: workers ?? null,
    name,
    timeout: timeout ?? null,
    resourceLimits: resourceLimits ?? null,
    maxTasksPerWorker: maxTasksPerWorker ?? null,
    initializer: initializer ?? null,
  };
}

/** `LOOPPOOL_WORKERS`, or one worker per physical core. */
export function defaultWidth(): number {
  const text = process.env['LOOPPOOL_WORKERS'];
  if (text === undefined || text === '') return cpuCount({ logical: false });
  if (!/^[1-9]\d*$/.test(text)) fail('LOOPPOOL_WORKERS: expected an integer of at least 1', text);
  return Number(text);
}

function inlineSetting(option: Inline | undefined): Inline {
  if (option !== undefined)
    return INLINE.includes(option) ? option : fail("options.inline: expected 'auto', 'never' or 'always'", option);
  const text = process.env['LOOPPOOL_INLINE'];
  if (text === undefined || text === '') return 'auto';
  return INLINE.find((mode) => mode === text) ?? fail("LOOPPOOL_INLINE: expected 'auto', 'never' or 'always'", text);
}
