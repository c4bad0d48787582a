import { ts } from 'ts-morph';
import type { FoundLoop } from '../../forms/foundLoop.js';
import type { Access, Step } from '../source/access.js';
import { linearOf, type LinearContext } from './linear.js';
import type { Level } from './loopLevels.js';
import { rowBetween } from './rows.js';
import { limitsOf } from './rowViews.js';
import { atDistance, type Relation, relateSubscripts, sideOf } from './subscripts.js';
import { isPrimitive } from '../source/symbols.js';

/** Compares one step of the written place with one of the read place. */
export function relateSteps(
  write: Step,
  read: Step,
  context: LinearContext,
  nest: readonly Level[],
  loop: FoundLoop,
): readonly Relation[] {
  if (write.kind === 'item' || read.kind === 'item') {
    if (write.kind === 'item' && read.kind === 'item') {
      const level = write.loop === read.loop ? nest.find((n) => n.node === write.loop) : undefined;
      return [level ? { level, before: false, same: true } : 'unknown'];
    }
    return [itemAgainstIndex(write, read, context, nest)];
  }
  if (areOtherKeys(write, read, context.checker)) return ['disjoint'];
  if (write.kind !== 'index' || read.kind !== 'index') return ['unknown'];
  const [w, r] = [write, read].map(({ expression }) => sideOf(expression, loop, nest[0]!, context));
  return relateSubscripts(w!, r!, nest);
}

/** Compares the row of a flat array that is written with one that is read, each as a whole. */
export function relateRows(
  write: Access,
  read: Access,
  context: LinearContext,
  nest: readonly Level[],
  loop: FoundLoop,
): readonly Relation[] | null {
  const sides = [write, read].map((access) =>
    limitsOf(access, context.checker)?.map((limit) => sideOf(limit, loop, nest[0]!, context)),
  );
  const [w, r] = sides.map((limits) => limits && rowBetween(limits[0]!, limits[1]!));
  if (!w || !r || w.width !== r.width || write.path.length !== read.path.length) return null;
  return relateSubscripts({ ...sides[0]![0]!, terms: w.row }, { ...sides[1]![0]!, terms: r.row }, nest);
}

/** `xs[i + 1]` beside the item of a loop that counts its items with `i`. */
function itemAgainstIndex(write: Step, read: Step, context: LinearContext, nest: readonly Level[]): Relation {
  const [item, index] = write.kind === 'item' ? [write, read] : [read, write];
  if (item.kind !== 'item' || index.kind !== 'index') return 'unknown';
  const level = nest.find((n) => n.node === item.loop);
  const place = linearOf(index.expression, context);
  if (!level?.counter || !place || place.invariants.size > 0) return 'unknown';
  if (place.counters.size !== 1 || place.counters.get(level.counter) !== 1) return 'unknown';
  const distance = write.kind === 'item' ? -place.constant : place.constant;
  return atDistance(distance, level);
}

/** Whether two steps lead to different parts of whatever objects they are taken from: two names, or a name and a number or element. */
export function areOtherKeys(a: Step | undefined, b: Step | undefined, checker: ts.TypeChecker): boolean {
  if (a?.kind === 'name' && b?.kind === 'name')
    return a.name !== b.name && !isLengthOf(a.name, b.name) && !isLengthOf(b.name, a.name);
  const [name, other] = a?.kind === 'name' ? [a, b] : [b, a];
  // Writing past the end changes the length.
  if (name?.kind !== 'name' || name.name === 'length' || /^\d+$/.test(name.name)) return false;
  if (other?.kind !== 'index') return other?.kind === 'any' && other.isElement === true;
  const type = checker.getTypeAtLocation(other.expression);
  return isPrimitive(type, checker) && (type.flags & ts.TypeFlags.NumberLike) !== 0;
}

/** A list that gets shorter loses elements, and one that gets another element may be longer. */
const isLengthOf = (length: string, element: string): boolean => length === 'length' && /^\d+$/.test(element);
