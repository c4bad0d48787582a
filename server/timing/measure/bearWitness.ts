/** Whether it matters in which order the items of the rewritten loop are computed. */
import type { Witness } from '../../model.js';
import type { BenchFile } from '../protocol.js';
import { runMeasure, type MeasureSetting } from './runMeasure.js';
import { TimingError } from '../timingError.js';

/** Orders of `LOOPPOOL_ORDER`; the seed is fixed, so that what was found is found again. */
const ORDERS = [
  { name: 'backward', value: 'backward' },
  { name: 'shuffled', value: 'shuffled:2026' },
] as const;

/** Time that a process takes besides running the loop, in milliseconds. */
const START_MS = 2000;
/** An item beyond the place where the loop is left may be endless: so many times as long as the loop and the start of a process, and no longer. */
const PATIENCE = 5;

export interface WitnessRequest {
  /** Both versions. */
  readonly benches: readonly BenchFile[];
  /** Name of the task. */
  readonly task: string;
  /** How long the loop takes, in milliseconds. */
  readonly loopMs: number;
  /** Whether the loop is offered under assumptions. */
  readonly assuming: boolean;
}

/**
 * Runs the loop, and its rewritten version on the calling thread with the items computed backward and shuffled, and compares.
 * Both have agreed already with the items in their order.
 *
 * @returns null where no order could be imposed (items that are awaited or can be read only once; an older runtime), or where there
 *   is no time for it: the session has none left, or an item that the loop never comes to takes too long
 */
export async function bearWitness(setting: MeasureSetting, request: WitnessRequest): Promise<Witness | null> {
  const { benches, task, loopMs, assuming } = request;
  const orders: Witness['orders'][number][] = ['forward'];
  for (const { name, value } of ORDERS) {
    // The loop itself, and twice as long for the items computed ahead of a loop that is left early.
    if (setting.session.remainingMs < START_MS + 4 * loopMs) break;
    setting.onProgress?.(`computing the items ${name}`);
    const found = await compareIn(value);
    if (found === null) break;
    orders.push(name);
    if (found.difference !== null) return { orders, difference: `${name}: ${found.difference}`, assuming };
  }
  return orders.length > 1 ? { orders, difference: null, assuming } : null;

  /** What differs in one order; null where the items were not computed so. */
  async function compareIn(order: string): Promise<{ readonly difference: string | null } | null> {
    try {
      const { measurement: compared, calls } = await runMeasure(
        { ...setting, onProgress: undefined },
        {
          name: `order-${order.replace(':', '-')}`,
          benches,
          runs: 0,
          budgetMs: 0,
          env: { LOOPPOOL_INLINE: 'always', LOOPPOOL_ORDER: order },
          limitMs: PATIENCE * (START_MS + loopMs),
          doing: 'computing the items in another order',
        },
      );
      const reasons = calls
        .filter((call) => call.task === task && call.items > 0)
        .map((call) => call.reasonsInline ?? []);
      const imposed = reasons.length > 0 && reasons.every((some) => some.includes(`order: ${order}`));
      return imposed ? { difference: compared.difference } : null;
    } catch (error) {
      // What was measured counts, also where this takes too long or needs too much memory. Cancelled is cancelled.
      if (error instanceof TimingError && !setting.session.cancelled) return null;
      throw error;
    }
  }
}
