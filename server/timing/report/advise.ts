/** What to do about a measured loop. */
import type { Advice, TimingReport } from '../../model.js';
import { formatMs, formatTimes } from './format.js';

/** A gain below this factor is not worth a second file and a pool. */
const WORTH_IT = 1.1;

export interface AdviceFacts {
  /** Items of the measured call that ran in workers; null when not known. */
  readonly itemsInWorkers: number | null;
}

/**
 * "Faster" is said only when both versions gave the same result, in whatever order, and the whole interval lies above 1;
 * a slow-down is always called one.
 */
export function advise(report: Omit<TimingReport, 'advice'>, facts: AdviceFacts): Advice {
  const { serial, parallel, speedup, cold, concurrency } = report;
  if (!report.same) {
    return {
      code: 'different-result',
      message: `Do not apply this: the results differ. ${report.difference ?? ''}`.trim(),
    };
  }
  if (report.witness?.difference) {
    return {
      code: 'different-result',
      message: `Do not apply this: the results depend on the order in which the items are computed, which a pool does not keep. ${report.witness.difference}`,
    };
  }
  if (report.bound === 'async-wait' && !concurrency) {
    return {
      code: 'await-instead',
      message:
        'The loop only waits for what it awaits: awaiting many items at once on this one thread is as fast as a pool, and simpler.',
    };
  }
  const inline = facts.itemsInWorkers === 0 && !concurrency;
  const tooSmall = inline
    ? ' There is too little work for threads: the runtime ran every item on the calling thread.'
    : '';
  if (speedup.high < 1) {
    const lostMs = parallel.meanMs - serial.meanMs;
    const lost = `${formatTimes(speedup.median)}${lostMs > 0 ? `, ${formatMs(lostMs)} more each time` : ''}`;
    const message = concurrency
      ? `Slower with ${concurrency} at once: ${lost}. Keep it as it is, unless what it waits for should not get all calls at once.`
      : `The pool is slower: ${lost}. Keep the loop.${tooSmall}`;
    return { code: 'slower', message };
  }
  if (inline) return { code: 'not-worth-it', message: `Not worth it: keep the loop.${tooSmall}` };
  if (speedup.low <= 1) {
    return {
      code: 'no-difference',
      message: 'No sure difference between the two: keep the loop, or time it with more data or more runs.',
    };
  }
  if (speedup.median < WORTH_IT) {
    return {
      code: 'not-worth-it',
      message: `Not worth it: ${concurrency ? `having ${concurrency} under way at once` : 'the pool'} saves ${formatMs(serial.meanMs - parallel.meanMs)} of ${formatMs(serial.meanMs)}.`,
    };
  }
  const first =
    cold.parallelMs > cold.serialMs && !concurrency
      ? ` The first call is slower, though (${formatMs(cold.parallelMs)} with the start of the threads): a program that runs the loop once gains nothing yet.`
      : '';
  return {
    code: 'faster',
    message: `Faster: ${formatTimes(speedup.median)}, saving ${formatMs(serial.meanMs - parallel.meanMs)} each time.${first}`,
  };
}
