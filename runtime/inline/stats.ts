import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isMainThread } from 'node:worker_threads';
import { inWorker } from '../wire/protocol.js';

/** What one call did: an entry of the file named by `LOOPPOOL_STATS`. */
export class CallStats {
  readonly task: string;
  /** Items whose result was asked for. */
  items = 0;
  itemsInWorkers = 0;
  itemsInline = 0;
  /** Width of the pool where the call went to workers, else 0. */
  workers = 0;
  /** Sum of the time tasks ran in workers. */
  workerMs = 0;
  /** Bytes of items, captures (for every worker) and results. */
  bytesCopied = 0;
  /** Milliseconds that the calling thread took to copy items and results. */
  copyMs = 0;
  /** Milliseconds that workers took to copy items and results. */
  workerCopyMs = 0;
  /** Why items ran on the calling thread, each reason once. */
  readonly reasonsInline: string[] = [];

  constructor(task: string) {
    this.task = task;
  }

  reason(text: string): void {
    // Reasons are few kinds; the limit is for texts with names in them.
    if (this.reasonsInline.length < 20 && !this.reasonsInline.includes(text)) this.reasonsInline.push(text);
  }

  /** Items whose result is there, asked for or not; not part of the file. */
  #finished = 0;

  get finished(): number {
    return this.#finished;
  }

  finish(count = 1): void {
    this.#finished += count;
  }

  inWorker(count = 1): void {
    this.items += count;
    this.itemsInWorkers += count;
  }

  inline(count = 1): void {
    this.inlineAgain(count);
    this.#finished += count;
  }

  /** Items that have finished in a worker, and are run here all the same. */
  inlineAgain(count = 1): void {
    this.items += count;
    this.itemsInline += count;
  }
}

/** Totals of all calls of one pool. */
export interface PoolStats {
  readonly calls: number;
  readonly items: number;
  readonly itemsInWorkers: number;
  readonly itemsInline: number;
  /** Milliseconds that tasks ran in workers. */
  readonly workerMs: number;
  readonly bytesCopied: number;
  /** Why items ran on the calling thread, each reason once. */
  readonly reasonsInline: readonly string[];
}

const recorded: CallStats[] = [];
let file: string | null = null;

/** Remembers a call for the file, where one was asked for. */
export function recordCall(stats: CallStats): void {
  if (file !== null) recorded.push(stats);
}

/** Prepares the file of `LOOPPOOL_STATS`, written when the process ends, however it ends short of being killed. */
export function writeStatsAtExit(name: string | undefined): void {
  if (name === undefined || name === '' || !isMainThread || inWorker()) return;
  // The program may change its directory.
  const path = resolve(name);
  file = path;
  process.on('exit', () => {
    // A parent process that made no call does not wipe out what its child wrote.
    if (recorded.length === 0 && existsSync(path)) return;
    try {
      writeFileSync(path, `${JSON.stringify({ calls: recorded.map(round) }, null, 1)}\n`);
    } catch (error) {
      process.stderr.write(`looppool: LOOPPOOL_STATS: ${String(error)}\n`);
    }
  });
}

function round(stats: CallStats): CallStats {
  const thousandths = (ms: number): number => Math.round(ms * 1000) / 1000;
  const { workerMs, copyMs, workerCopyMs } = stats;
  return {
    ...stats,
    workerMs: thousandths(workerMs),
    copyMs: thousandths(copyMs),
    workerCopyMs: thousandths(workerCopyMs),
  } as CallStats;
}

/** @internal */
export class StatsTotal {
  #closed = { calls: 0, items: 0, itemsInWorkers: 0, itemsInline: 0, workerMs: 0, bytesCopied: 0 };
  readonly #reasons = new Set<string>();
  readonly #open = new Set<CallStats>();

  open(stats: CallStats): void {
    this.#open.add(stats);
    recordCall(stats);
  }

  close(stats: CallStats): void {
    if (!this.#open.delete(stats)) return;
    this.#closed = add(this.#closed, stats);
    for (const reason of stats.reasonsInline) if (this.#reasons.size < 100) this.#reasons.add(reason);
  }

  get(): PoolStats {
    let total = this.#closed;
    const reasons = new Set(this.#reasons);
    for (const stats of this.#open) {
      total = add(total, stats);
      for (const reason of stats.reasonsInline) reasons.add(reason);
    }
    return { ...total, reasonsInline: [...reasons] };
  }
}

type Sums = Omit<PoolStats, 'reasonsInline'>;

function add(a: Sums, b: CallStats): Sums {
  return {
    calls: a.calls + 1,
    items: a.items + b.items,
    itemsInWorkers: a.itemsInWorkers + b.itemsInWorkers,
    itemsInline: a.itemsInline + b.itemsInline,
    workerMs: a.workerMs + b.workerMs,
    bytesCopied: a.bytesCopied + b.bytesCopied,
  };
}
