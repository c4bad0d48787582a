import { ts } from 'ts-morph';
import type { FoundLoop } from '../../forms/foundLoop.js';
import { mayBeReassignedElsewhere } from '../source/assignments.js';
import { type End, endOf, rangeOf, runOf } from './counterRuns.js';
import { constant, linearOf, type Linear, type LinearContext, minus } from './linear.js';
import { type Level, plainCounter } from './loopLevels.js';
import { namesIn } from '../source/names.js';
import { rowsOf, type Side, sumOf, termsOf } from './rows.js';
import { isConstant } from '../source/symbols.js';

/** How the place of a write lies to the place of a read, per loop: whether the write may come before, or with the read. */
export interface Directions {
  readonly before: boolean;
  readonly same: boolean;
}

/** `disjoint`: two places, whatever the iterations. */
export type Relation = 'disjoint' | 'unknown' | ({ readonly level: Level } & Directions);

/** A subscript as it is written, seen from where it stands. */
export function sideOf(subscript: ts.Expression, loop: FoundLoop, outermost: Level, context: LinearContext): Side {
  const { checker, region } = context;
  const around: ts.ForStatement[] = [];
  for (let node = subscript.parent; node !== region && node.pos >= region.pos; node = node.parent)
    if (ts.isForStatement(node)) around.unshift(node);
  if (region === loop.body && ts.isForStatement(region)) around.unshift(region);
  const counters = new Map(
    around.flatMap((node) => {
      const counter = plainCounter(node, checker);
      return counter && countsOnly(counter.symbol, node, context) ? [[counter.symbol, node] as const] : [];
    }),
  );
  const all = new Set([...(outermost.counter ? [outermost.counter] : []), ...counters.keys()]);
  const own: LinearContext = { ...context, counters: all };
  const runs = new Map([...counters].map(([symbol, node]) => [symbol, runOf(node, symbol.getName(), own)]));
  const { source } = loop;
  if (outermost.counter)
    runs.set(
      outermost.counter,
      source.kind === 'range'
        ? rangeOf(source.step, source.start ? linearOf(source.start, own) : constant(0), source, own)
        : { step: outermost.step, start: null, low: { sum: constant(0), open: false }, high: null },
    );
  return { terms: termsOf(subscript, own), context: own, runs };
}

/** Whether a name has no values in the region but those that its loop gives it, as far as constants there hold them. */
function countsOnly(counter: ts.Symbol, loop: ts.ForStatement, { checker, region }: LinearContext): boolean {
  if (mayBeReassignedElsewhere(counter, loop, checker)) return false;
  const isOfLoop = loop.initializer !== undefined && (loop.initializer.flags & ts.NodeFlags.Let) !== 0;
  const outside = isOfLoop ? [] : namesIn(region, counter.getName());
  return !outside.some((name) => (name.pos < loop.pos || name.end > loop.end) && ts.findAncestor(name, isConstant));
}

/**
 * Compares two subscripts of one array: exact on affine subscripts of one counter (strong SIV), the GCD test on any, and
 * Banerjee's inequality with regard to the outermost loop, where the heads of the loops say in which bounds their counters
 * stay. Rows of a flat array, `y * width + x`, are compared as row and column.
 *
 * @see Allen and Kennedy, "Optimizing Compilers for Modern Architectures", 2001, ch. 3; Banerjee, "Dependence Analysis", 1997;
 * Maslov, "Delinearization: an efficient way to break multiloop dependence equations", PLDI 1992
 */
export function relateSubscripts(write: Side, read: Side, nest: readonly Level[]): readonly Relation[] {
  const [w, r] = [sumOf(write.terms, write.context), sumOf(read.terms, read.context)];
  if (w && r && (liesBelow(w, r, write, read) || liesBelow(r, w, read, write))) return ['disjoint'];
  const relation = w && r && sameTerms(w.invariants, r.invariants) ? relateSums(w, r, write, read, nest) : 'unknown';
  if (relation !== 'unknown') return [relation];
  const [ofWrite, ofRead] = [rowsOf(write), rowsOf(read)];
  if (!ofWrite || !ofRead || ofWrite.width !== ofRead.width) return ['unknown'];
  if (!ofWrite.isPositive && !ofRead.isPositive) return ['unknown'];
  // Have: two places are one only where both row and column are the same.
  return (['row', 'column'] as const).flatMap((part) =>
    relateSubscripts({ ...write, terms: ofWrite[part] }, { ...read, terms: ofRead[part] }, nest),
  );
}

/** Whether the highest place of one is below the lowest of the other, in whatever iterations. */
function liesBelow(a: Linear, b: Linear, sideOfA: Side, sideOfB: Side): boolean {
  const [high, low] = [endOf(a, sideOfA.runs, 'high', null), endOf(b, sideOfB.runs, 'low', null)];
  const gap = high && low && minus(low.sum, high.sum);
  if (!gap || gap.invariants.size > 0) return false;
  return high.open || low.open ? gap.constant >= 0 : gap.constant > 0;
}

const sameTerms = (a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): boolean =>
  a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);

function relateSums(w: Linear, r: Linear, write: Side, read: Side, nest: readonly Level[]): Relation {
  if (w.counters.size + r.counters.size === 0) return w.constant === r.constant ? 'unknown' : 'disjoint';
  if (neverMeet(w, r, write, read, nest)) return 'disjoint';
  const [symbol, more] = new Set([...w.counters.keys(), ...r.counters.keys()]);
  const level = nest.find((n) => n.counter === symbol);
  const coefficient = symbol && w.counters.get(symbol);
  if (level && !more && coefficient && coefficient === r.counters.get(symbol)) {
    // coefficient · p + w = coefficient · q + r: the write of iteration p meets the read of iteration q = p + distance.
    const distance = (w.constant - r.constant) / coefficient;
    return Number.isInteger(distance) ? atDistance(distance, level) : 'disjoint';
  }
  return withinBounds(w, r, write, read, nest[0]!);
}

/** How a write relates to a read so many counts behind it. */
export const atDistance = (distance: number, level: Level): Relation => ({
  level,
  before: level.step > 0 ? distance > 0 : distance < 0,
  same: distance === 0,
});

/** The GCD test: what the counters can add up to is a multiple of something, and the difference of the constants is not. */
function neverMeet(w: Linear, r: Linear, write: Side, read: Side, nest: readonly Level[]): boolean {
  let difference = w.constant - r.constant;
  let divisor = 0;
  for (const [sum, side, sign] of [
    [w, write, 1],
    [r, read, -1],
  ] as const) {
    for (const [symbol, coefficient] of sum.counters) {
      const run = side.runs.get(symbol);
      if (!run || run.step === 0) return false;
      const { start, step } = run;
      const isWholeStart =
        start && start.counters.size + start.invariants.size === 0 && Number.isInteger(start.constant);
      if (isWholeStart) difference += sign * coefficient * start.constant;
      // Both count from one start, whatever it is.
      else if (symbol !== nest[0]!.counter || w.counters.get(symbol) !== r.counters.get(symbol)) return false;
      divisor = gcd(divisor, Math.abs(coefficient * step));
    }
  }
  return divisor > 0 && Number.isInteger(difference) && difference % divisor !== 0;
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));

/** What the bounds of the inner counters leave of the distance in the outermost loop. */
function withinBounds(w: Linear, r: Linear, write: Side, read: Side, level: Level): Relation {
  const { counter, step } = level;
  if (!counter) return 'unknown';
  // The write is not below the lowest place that is read, nor above the highest.
  const upper = distanceOf(endOf(w, write.runs, 'high', counter), endOf(r, read.runs, 'low', counter), counter);
  const lower = distanceOf(endOf(w, write.runs, 'low', counter), endOf(r, read.runs, 'high', counter), counter);
  const least = Math.max(
    ...[upper, lower].map((side, i) => (side && side.positive === (i === 1) ? side.count : -Infinity)),
  );
  const most = Math.min(
    ...[upper, lower].map((side, i) => (side && side.positive === (i === 0) ? side.count : Infinity)),
  );
  const opens = (end: number): boolean => [upper, lower].some((side) => side?.count === end && side.open);
  const within = (distance: number): boolean =>
    (distance > least || (distance === least && !opens(least))) &&
    (distance < most || (distance === most && !opens(most)));
  const stride = Math.abs(step);
  // Iterations are whole steps apart.
  const ahead = opens(most) ? most > stride : most >= stride;
  const behind = opens(least) ? least < -stride : least <= -stride;
  const before = step > 0 ? ahead : behind;
  const same = within(0);
  return before && same ? 'unknown' : ahead || behind || same ? { level, before, same } : 'disjoint';
}

interface Distance {
  readonly count: number;
  readonly open: boolean;
  /** Whether the counter grows the place. */
  readonly positive: boolean;
}

/** a · p + x ≥ a · q + y, so that a · (q - p) ≤ x - y, and likewise with ≤. */
function distanceOf(ofWrite: End | null, ofRead: End | null, counter: ts.Symbol): Distance | null {
  if (!ofWrite || !ofRead) return null;
  const coefficient = ofWrite.sum.counters.get(counter);
  if (!coefficient || coefficient !== ofRead.sum.counters.get(counter)) return null;
  if (!sameTerms(ofWrite.sum.invariants, ofRead.sum.invariants)) return null;
  const count = (ofWrite.sum.constant - ofRead.sum.constant) / coefficient;
  return { count, open: ofWrite.open || ofRead.open, positive: coefficient > 0 };
}
