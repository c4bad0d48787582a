import type { Call } from './call.js';
import { runInline } from '../inline/inline.js';
import type { Link } from '../sending/link.js';
import { Probe } from '../inline/measure.js';
import type { ProgressReport } from '../progress.js';
import type { CallSettings } from '../settings.js';
import type { Source } from '../items/source.js';
import type { CallStats } from '../inline/stats.js';
import type { TaskFunction, TaskRecord } from '../task.js';

/** One call of a pool as its driver sees it: where items run, and how to send the rest to workers. */
export interface Plan {
  readonly record: TaskRecord;
  readonly fn: TaskFunction;
  readonly captures: unknown;
  readonly source: Source<unknown>;
  readonly settings: CallSettings;
  readonly stats: CallStats;
  readonly progress: ProgressReport | null;
  /** The call runs inside a worker of a pool. */
  readonly nested: boolean;
  /** Whether to go parallel while running inline; null: stay inline. */
  readonly probe: Probe | null;
  /** The call that was opened at once, because inline was out of the question. */
  readonly opened: Opened | null;
  /** Sends the remaining items to workers, or says why not with null. */
  readonly open: () => Opened | null;
  /** Prepares this thread for its first item; a promise where that takes time. Null: there is nothing to prepare. */
  readonly initialize: (() => PromiseLike<unknown> | null) | null;
  /** The call is over. */
  readonly finish: () => void;
}

export interface Opened {
  readonly call: Call;
  readonly link: Link;
}

/**
 * Runs the item that `plan.source` is at, or another, on the calling thread.
 * @param signal What the task is told; null: nobody cancels an item that was asked for.
 */
export function runHere(plan: Plan, item: unknown, index: number, signal: AbortSignal | null = null): unknown {
  return runInline(plan.record, plan.fn, item, plan.captures, index, plan.nested, signal);
}

/** The loop is over, at its end or before. @param opened What sends the items to workers, if anything does. */
export function leave(plan: Plan, opened: Opened | null): void {
  try {
    if (opened === null) plan.source.close();
    else opened.call.leave(true);
  } finally {
    plan.finish();
  }
}
