import { setMaxListeners } from 'node:events';
import inspector from 'node:inspector';
import { Call } from './call.js';
import { encodeCaptures, sharedBytes } from '../wire/codec.js';
import { isEntry } from '../inline/entry.js';
import { PoolError, received } from '../errors.js';
import { Link } from '../sending/link.js';
import { mix, Probe } from '../inline/measure.js';
import { inOrder, orderSetting } from '../inline/order.js';
import type { Opened, Plan } from './plan.js';
import { ProgressReport } from '../progress.js';
import { inWorker, type CallRecord } from '../wire/protocol.js';
import { callSettings, type Awaiting, type CallSettings, type Method, type ZipOptions } from '../settings.js';
import { sourceOf, streamOf } from '../items/source.js';
import { CallStats, type StatsTotal } from '../inline/stats.js';
import { recordOf, type TaskFunction, type TaskRecord } from '../task.js';
import type { Threads } from './threads.js';
import { warnInline } from '../inline/warn.js';

/** Methods that collect their results: they keep holes, as `Array.prototype.map` does. */
const COLLECTING: ReadonlySet<Method> = new Set(['mapSync', 'map', 'submit']);
/** Methods whose items can be computed in another order than that of their results: `LOOPPOOL_ORDER`. */
const ORDERED: ReadonlySet<Method> = new Set(['mapSync', 'map', 'zipSync', 'zip']);
/** Methods that take async iterables. */
const STREAMING: ReadonlySet<Method> = new Set(['zip', 'imap', 'imapUnordered']);

const ALWAYS = 'inline: always';

export interface Request {
  readonly threads: Threads;
  readonly stats: StatsTotal;
  readonly method: Method;
  readonly fn: TaskFunction;
  readonly items: Iterable<unknown> | AsyncIterable<unknown>;
  readonly captures: unknown;
  readonly options: (ZipOptions & Awaiting) | undefined;
}

/**
 * Checks the arguments of a call and decides where it starts.
 * @throws TypeError for a wrong argument, PoolError where the pool is closed, and the reason of a signal that is aborted.
 */
export function planCall(request: Request): Plan {
  const { threads, method, fn, items, captures } = request;
  const { name } = threads.settings;
  if (threads.closed !== null) throw new PoolError(`pool.${method}(): pool "${name}" ${threads.closed}`);
  if (typeof fn !== 'function')
    throw new TypeError(`pool.${method}(): expected a task made by task(), received ${received(fn)}`);
  const settings = callSettings(request.options, threads.settings.timeout, method);
  settings.signal?.throwIfAborted();
  // Many calls may listen to one signal, and each stops when it ends: Node shall not take them for a leak.
  if (settings.signal !== null && !method.endsWith('Sync')) setMaxListeners(0, settings.signal);
  const record = recordOf(fn);
  const stats = new CallStats(record.name);
  const collecting = COLLECTING.has(method);
  const holes = collecting ? 'skip' : settings.holes;
  const source = (STREAMING.has(method) ? streamOf(items) : null) ?? sourceOf(items as Iterable<unknown>, holes);
  request.stats.open(stats);
  const nested = inWorker();
  const reason = reasonInline(record, settings, nested);
  const order = reason === ALWAYS && ORDERED.has(method) ? orderSetting() : null;
  let opened: Opened | null = null;
  let openedAt = 0;
  const { warm } = threads;
  const stayed = (): void => {
    if (probe !== null && stats.itemsInline > 0) stats.reason('auto: a pool would not pay, or not yet');
  };
  const open = (): Opened | null => {
    // Chunks are sized by what was learnt so far.
    probe?.finish();
    stayed();
    openedAt = performance.now();
    opened ??= openCall(request, record, source, settings, stats);
    if (opened === null) probe?.giveUp();
    return opened;
  };
  const blocks = method.endsWith('Sync');
  const probe = reason === null && settings.inline === 'auto' ? new Probe(record, threads, blocks) : null;
  // What is submitted shall not block the calling thread.
  if (reason === null && (settings.inline === 'never' || method === 'submit')) open();
  if (reason !== null) stats.reason(reason);
  const { initializer } = threads;
  const progress = settings.onProgress === null ? null : new ProgressReport(settings.onProgress, source.remaining());
  return {
    record,
    fn: order === null ? fn : inOrder({ order, fn, items, holes, collecting, stats }),
    captures,
    source,
    settings,
    stats,
    progress,
    nested,
    probe,
    opened,
    open,
    initialize: initializer === null ? null : () => initializer.run(),
    finish: () => {
      const costs = opened?.call.itemCosts ?? null;
      if (costs !== null) record.costMs = mix(record.costMs, costs.computeMs);
      if (probe !== null) {
        if (opened === null) {
          probe.stayed();
          stayed();
        }
        probe.finish();
        // In the other methods, and while threads start, time is spent on more than the items.
        const share = method === 'mapSync' && warm && stats.workerMs > 0;
        probe.learn(costs, share ? (performance.now() - openedAt) / stats.workerMs : null);
      }
      request.stats.close(stats);
    },
  };
}

/** Why the whole call stays on the calling thread, or null. */
function reasonInline(record: TaskRecord, settings: CallSettings, nested: boolean): string | null {
  if (settings.concurrency !== null) return 'concurrency: the items are awaited on the calling thread';
  if (nested) return 'nested: the call was made inside a worker';
  if (settings.inline === 'always') return ALWAYS;
  if (settings.inline === 'auto' && isObserved()) return 'auto: a debugger or a coverage tool is at work';
  if (!record.checked) record.unloadable ??= unloadable(record);
  record.checked = true;
  if (record.unloadable === null) return null;
  warnInline(record);
  return `module: ${record.unloadable}`;
}

/** Breakpoints are met, and lines are counted, where the program itself runs. */
function isObserved(): boolean {
  return inspector.url() !== undefined || (process.env['NODE_V8_COVERAGE'] ?? '') !== '';
}

function unloadable(record: TaskRecord): string | null {
  if (record.url === '') return 'its module has no URL; task() expects import.meta.url, or __filename in CommonJS';
  if (isEntry(record.url))
    return 'its module is the program itself, which a worker must not run again; put the task into a module of its own';
  if (!Link.available()) return 'the files of the pool are not beside the program, which seems to be bundled';
  return null;
}

/** Starts the workers' part of a call, or returns null where the captures cannot cross. */
function openCall(
  { threads, method, captures }: Request,
  record: TaskRecord,
  source: Plan['source'],
  settings: CallSettings,
  stats: CallStats,
): Opened | null {
  const start = performance.now();
  const live = settings.sharedMemory === 'live';
  const encoded = encodeCaptures(captures, live, record.classes);
  record.capturesMs = performance.now() - start;
  if ('obstacle' in encoded) {
    stats.reason(`captures: ${encoded.obstacle}`);
    return null;
  }
  if (!live) stats.bytesCopied += sharedBytes(encoded.payload);
  const link = threads.connect();
  const bounded = !COLLECTING.has(method);
  const wire: Omit<CallRecord, 'id'> = {
    url: record.url,
    name: record.name,
    emits: record.emits,
    pure: record.pure,
    sync: method.endsWith('Sync'),
    captures: encoded.payload,
    env: record.env === link.env ? null : record.env,
    timeout: settings.timeout,
    prompt: bounded || settings.onProgress !== null,
    initializer: initializerOf(threads),
    maxItems: threads.settings.maxTasksPerWorker,
  };
  const call = new Call({
    link,
    record,
    source,
    stats,
    wire,
    bounded,
    thrifty: settings.inline === 'auto' && method !== 'submit',
    unordered: method === 'imapUnordered',
    chunkSize: settings.transfer === null ? settings.chunkSize : 1,
    transfer: settings.transfer,
  });
  return { call, link };
}

function initializerOf({ settings: { initializer } }: Threads): CallRecord['initializer'] {
  if (initializer === null) return null;
  const { url, name, unloadable: reason } = recordOf(initializer);
  if (reason !== null)
    throw new TypeError(`initializer: expected a task made by task(), received ${received(initializer)}`);
  return { url, name };
}
