import { ts } from 'ts-morph';
import { boundOf, stepOf } from '../../forms/counter.js';
import { linearOf, type Linear, type LinearContext, minus, scale, sum } from './linear.js';
import { initialOf } from './loopLevels.js';

/** What the head of a loop says of its counter: the values lie between the ends, a step apart. */
export interface Run {
  readonly step: number;
  readonly start: Linear | null;
  readonly low: End | null;
  readonly high: End | null;
}

/** An end of a range: the sum itself belongs to it unless `open`. */
export interface End {
  readonly sum: Linear;
  readonly open: boolean;
}

export function runOf(node: ts.ForStatement, name: string, context: LinearContext): Run {
  const step = stepOf(node.incrementor!, name, context.checker) ?? 0;
  const initial = initialOf(node);
  const bound = node.condition ? boundOf(node.condition, name, step) : null;
  return rangeOf(step, initial ? linearOf(initial, context) : null, bound, context);
}

export function rangeOf(
  step: number,
  start: Linear | null,
  limit: { readonly bound: ts.Expression; readonly inclusive: boolean } | null,
  context: LinearContext,
): Run {
  const sum = limit && linearOf(limit.bound, context);
  const first = start && { sum: start, open: false };
  const last = limit && sum && { sum, open: !limit.inclusive };
  return step > 0 ? { step, start, low: first, high: last } : { step, start, low: last, high: first };
}

/**
 * The lowest or highest value of a sum, in which only one counter is left.
 *
 * @param kept null: none
 */
export function endOf(
  value: Linear,
  runs: ReadonlyMap<ts.Symbol, Run>,
  which: 'low' | 'high',
  kept: ts.Symbol | null,
): End | null {
  let end: End = { sum: value, open: false };
  for (let depth = 0; depth < 8; depth++) {
    const counter = [...end.sum.counters.keys()].find((symbol) => symbol !== kept);
    if (!counter) return end;
    const coefficient = end.sum.counters.get(counter)!;
    const run = runs.get(counter);
    const limit = run && run.step !== 0 && run[coefficient > 0 === (which === 'high') ? 'high' : 'low'];
    if (!limit) return null;
    const own: Linear = { constant: 0, counters: new Map([[counter, coefficient]]), invariants: new Map() };
    end = { sum: sum(minus(end.sum, own), scale(limit.sum, coefficient))!, open: end.open || limit.open };
  }
  return null;
}
