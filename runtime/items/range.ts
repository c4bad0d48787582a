import { received } from '../errors.js';

/** The values of a counted loop, computed when they are asked for. Made by {@link range}. */
export class Range implements Iterable<number> {
  readonly start: number;
  readonly end: number;
  readonly step: number;
  /** Number of values where start and step are integers; otherwise undefined. */
  readonly length: number | undefined;

  /** @internal */
  constructor(start: number, end: number, step: number) {
    this.start = start;
    this.end = end;
    this.step = step;
    this.length = countOf(start, end, step);
  }

  *[Symbol.iterator](): IterableIterator<number> {
    const { start, end, step } = this;
    if (step > 0) for (let i = start; i < end; i += step) yield i;
    else for (let i = start; i > end; i += step) yield i;
  }
}

/**
 * The values of `for (let i = start; step > 0 ? i < end : i > end; i += step)`, never materialized.
 *
 * @param start First value; 0 when only the end is given.
 * @param end Exclusive.
 * @param step Not 0. Default: 1.
 * @param options `inclusive`: the end belongs to it, as in `i <= end`.
 * @throws TypeError for a step of 0 or anything that is not a number.
 */
export function range(end: number): Range;
export function range(start: number, end: number, step?: number, options?: { inclusive?: boolean }): Range;
export function range(first: number, second?: number, step = 1, options: { inclusive?: boolean } = {}): Range {
  const start = second === undefined ? 0 : first;
  const end = second === undefined ? first : second;
  for (const [name, value] of [
    ['start', start],
    ['end', end],
    ['step', step],
  ] as const) {
    if (typeof value !== 'number')
      throw new TypeError(`range(): expected a number as ${name}, received ${received(value)}`);
  }
  if (step === 0 || Number.isNaN(step)) {
    throw new TypeError(`range(): expected a step other than 0, received ${received(step)}: the loop would never end`);
  }
  const isWhole = Number.isSafeInteger(start) && Number.isSafeInteger(step);
  return new Range(start, options.inclusive ? beyond(end, Math.sign(step), isWhole) : end, step);
}

/** The exclusive bound that lets the same numbers through as an inclusive one. */
function beyond(end: number, direction: number, isWhole: boolean): number {
  if (!Number.isFinite(end)) return end;
  if (isWhole && Number.isSafeInteger(end)) return end + direction;
  if (end === 0) return direction * Number.MIN_VALUE;
  // The next number a double can hold: nothing lies between.
  const bits = new BigInt64Array(new Float64Array([end]).buffer);
  bits[0]! += BigInt(direction * Math.sign(end));
  return new Float64Array(bits.buffer)[0]!;
}

/** How many values there are, where additions are exact and so the count is certain. */
function countOf(start: number, end: number, step: number): number | undefined {
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(step) || Number.isNaN(end)) {
    return Number.isNaN(end) || Number.isNaN(start) ? 0 : undefined;
  }
  const count = Math.max(0, Math.ceil((end - start) / step));
  return Number.isSafeInteger(count) && Number.isSafeInteger(start + count * step) ? count : undefined;
}
