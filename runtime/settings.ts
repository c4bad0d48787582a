import type { ResourceLimits } from 'node:worker_threads';
import { cpuCount } from './cpuCount.js';
import { received } from './errors.js';
import type { Holes } from './source.js';

/** `auto`: on the calling thread until a pool pays. `never`: all that can cross goes to workers. `always`: no workers. */
export type Inline = 'auto' | 'never' | 'always';

export interface CallOptions {
  /** Items per chunk. `'auto'` aims at 10 ms of work by measuring. Default: `'auto'`; at least 1. */
  readonly chunkSize?: number | 'auto';
  /** Milliseconds one item may take in a worker. Default: the pool's, which is none. */
  readonly timeout?: number;
  /** Default: `'auto'`, or `LOOPPOOL_INLINE`. */
  readonly inline?: Inline;
  /** Ends the call with the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface ZipOptions extends CallOptions {
  /** `'skip'` leaves out the holes of a sparse array, as `forEach` does; indices keep counting. Default: `'visit'`. */
  readonly holes?: Holes;
}

export interface PoolOptions {
  /** Number of worker threads. Default: `LOOPPOOL_WORKERS`, or the number of physical cores; at least 1. */
  readonly workers?: number;
  /** Shown with the threads in debuggers and errors. Default: `'looppool'`. */
  readonly name?: string;
  /** Milliseconds one item may take in a worker. Default: none. */
  readonly timeout?: number;
  /** Limits of each worker, as in `node:worker_threads`. Default: Node's. */
  readonly resourceLimits?: ResourceLimits;
}

/** Options with all defaults filled in. */
export interface CallSettings {
  readonly chunkSize: number | 'auto';
  readonly timeout: number | null;
  readonly inline: Inline;
  readonly signal: AbortSignal | null;
  readonly holes: Holes;
}

const CALL_KEYS = new Set(['chunkSize', 'timeout', 'inline', 'signal', 'holes']);
const POOL_KEYS = new Set(['workers', 'name', 'timeout', 'resourceLimits']);
const INLINE = ['auto', 'never', 'always'] as const;

export function callSettings(options: ZipOptions | undefined, poolTimeout: number | null): CallSettings {
  const given = checkKeys(options, CALL_KEYS, 'options');
  const { chunkSize = 'auto', timeout = poolTimeout, signal = null, holes = 'visit' } = given as ZipOptions;
  if (chunkSize !== 'auto' && !isCount(chunkSize))
    fail("options.chunkSize: expected 'auto' or an integer of at least 1", chunkSize);
  if (timeout !== null) checkMs(timeout, 'options.timeout');
  if (signal !== null && !(signal instanceof AbortSignal)) fail('options.signal: expected an AbortSignal', signal);
  if (holes !== 'visit' && holes !== 'skip') fail("options.holes: expected 'visit' or 'skip'", holes);
  return { chunkSize, timeout, signal, holes, inline: inlineSetting((given as ZipOptions).inline) };
}

export interface PoolSettings {
  /** Null: the machine's width, found out at the first call. */
  readonly workers: number | null;
  readonly name: string;
  readonly timeout: number | null;
  readonly resourceLimits: ResourceLimits | null;
}

export function poolSettings(options: PoolOptions | undefined): PoolSettings {
  const {
    workers,
    name = 'looppool',
    timeout,
    resourceLimits,
  } = checkKeys(options, POOL_KEYS, 'new Pool(options)') as PoolOptions;
  if (workers !== undefined && !isCount(workers)) fail('workers: expected an integer of at least 1', workers);
  if (typeof name !== 'string') fail('name: expected a string', name);
  if (timeout !== undefined) checkMs(timeout, 'timeout');
  if (resourceLimits !== undefined && (typeof resourceLimits !== 'object' || (resourceLimits as unknown) === null)) {
    fail('resourceLimits: expected an object such as { maxOldGenerationSizeMb: 512 }', resourceLimits);
  }
  return { workers: workers ?? null, name, timeout: timeout ?? null, resourceLimits: resourceLimits ?? null };
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

function checkKeys(options: object | undefined, known: ReadonlySet<string>, what: string): object {
  if (options === undefined) return {};
  if (typeof options !== 'object' || (options as unknown) === null) fail(`${what}: expected an object`, options);
  for (const key of Object.keys(options)) {
    if (!known.has(key)) throw new TypeError(`${what}: expected one of ${[...known].join(', ')}, received ${key}`);
  }
  return options;
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 1;
}

function checkMs(value: unknown, what: string): void {
  if (typeof value !== 'number' || !(value > 0)) fail(`${what}: expected a number of milliseconds above 0`, value);
}

function fail(expected: string, value: unknown): never {
  throw new TypeError(`${expected}, received ${received(value)}`);
}
