import { fail } from '../check.js';
import { isThenable } from './inline.js';
import { Range } from '../items/range.js';
import { seededRandom } from '../seededRandom.js';
import { sourceOf, type Holes } from '../items/source.js';
import type { CallStats } from './stats.js';
import type { TaskContext, TaskFunction } from '../task.js';

/** In which order items that run on the calling thread are computed. Their results come in the order of the items all the same. */
export type Order = { readonly kind: 'backward' } | { readonly kind: 'shuffled'; readonly seed: number };

/** The first window of a loop that may be left early. */
const FIRST_WINDOW = 16;
const MAX_WINDOW = 1 << 16;

/**
 * `LOOPPOOL_ORDER`: `backward`, or `shuffled:SEED`; null for `forward`, or none.
 * @throws TypeError for anything else.
 */
export function orderSetting(): Order | null {
  const text = process.env['LOOPPOOL_ORDER'];
  if (text === undefined || text === '' || text === 'forward') return null;
  if (text === 'backward') return { kind: 'backward' };
  const seed = /^shuffled:(\d{1,9})$/.exec(text)?.[1];
  if (seed !== undefined) return { kind: 'shuffled', seed: Number(seed) };
  return fail("LOOPPOOL_ORDER: expected 'forward', 'backward' or 'shuffled:SEED'", text);
}

export interface Ordered {
  readonly order: Order;
  readonly fn: TaskFunction;
  readonly items: unknown;
  readonly holes: Holes;
  /** All results are wanted; otherwise the loop may be left, and little is computed ahead of it. */
  readonly collecting: boolean;
  /** Why the order stays as it is, where it does: told there. */
  readonly stats: CallStats;
}

/**
 * Computes the items of a call in another order: all before the first result is handed out, or, where the loop may be left early,
 * window by window, each as long as all before it. What the task returned, emitted or threw is handed out at its place.
 *
 * An order shows what independent items do not have: a task that remembers something of the items before.
 *
 * @returns The task to call instead, which remembers. The task itself where no order can be imposed, because the items can be
 *   read only once. A task that turns out to be async goes on in the order of the items.
 */
export function inOrder({ order, fn, items, holes, collecting, stats }: Ordered): TaskFunction {
  if (!canBeReadTwice(items)) {
    stats.reason('order: forward, because the items can be read only once');
    return fn;
  }
  const source = sourceOf(items as Iterable<unknown>, holes);
  const outcomes = new Map<number, Remembered>();
  const named = order.kind === 'backward' ? 'order: backward' : `order: shuffled:${order.seed}`;
  const random = seededRandom(order.kind === 'shuffled' ? order.seed : 0);
  let computed = 0;
  let awaits = false;
  return (item: unknown, captures: unknown, context: TaskContext) => {
    // An item that the loop has added meanwhile, to an array that had been read to its end, is not among them.
    if (!outcomes.has(context.index) && !awaits) computeWindow(captures, context);
    const outcome = outcomes.get(context.index);
    outcomes.delete(context.index);
    return outcome === undefined ? fn(item, captures, context) : repeat(outcome, context);
  };

  function computeWindow(captures: unknown, context: TaskContext): void {
    const size = collecting ? MAX_WINDOW : Math.min(MAX_WINDOW, Math.max(FIRST_WINDOW, computed));
    const window: (readonly [item: unknown, index: number])[] = [];
    while (window.length < size && source.pull()) window.push([source.item, source.index]);
    computed += window.length;
    if (order.kind === 'backward') window.reverse();
    else shuffle(window, random);
    for (const [item, index] of window) {
      const outcome = remember(fn, item, captures, index, context);
      outcomes.set(index, outcome);
      if (isThenable(outcome.returned)) {
        // Started together, they would have no order at all.
        awaits = true;
        outcome.returned.then(undefined, () => undefined);
        stats.reason('order: forward, because the task is async');
        return;
      }
    }
    if (window.length > 0) stats.reason(named);
  }
}

function canBeReadTwice(items: unknown): boolean {
  return (
    typeof items === 'string' ||
    Array.isArray(items) ||
    ArrayBuffer.isView(items) ||
    items instanceof Map ||
    items instanceof Set ||
    items instanceof Range
  );
}

/** What a task did with one item. */
interface Remembered {
  readonly emitted: readonly unknown[];
  readonly returned: unknown;
  readonly thrown: { readonly error: unknown } | null;
}

function remember(
  fn: TaskFunction,
  item: unknown,
  captures: unknown,
  index: number,
  { signal, isWorker }: TaskContext,
): Remembered {
  const emitted: unknown[] = [];
  const emit = <T>(value: T): T => {
    emitted.push(value);
    return value;
  };
  const context: TaskContext & { emit: typeof emit } = { index, signal, isWorker, emit };
  try {
    return { emitted, returned: fn(item, captures, context), thrown: null };
  } catch (error) {
    return { emitted, returned: undefined, thrown: { error } };
  }
}

function repeat({ emitted, returned, thrown }: Remembered, context: TaskContext): unknown {
  for (const value of emitted) (context as TaskContext & { emit(value: unknown): void }).emit(value);
  if (thrown !== null) throw thrown.error;
  return returned;
}

/** Fisher–Yates, in place. */
function shuffle(values: unknown[], random: () => number): void {
  for (let i = values.length - 1; i > 0; i -= 1) {
    const j = Math.floor(random() * (i + 1));
    [values[i], values[j]] = [values[j], values[i]];
  }
}
