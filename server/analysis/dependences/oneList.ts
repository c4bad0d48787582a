import { ts } from 'ts-morph';
import type { Judge } from './hindrance.js';
import type { Origins } from '../origins/origins.js';

/**
 * Whether `a === b` compares two items of one list that a task is handed as a whole: their copies are one object exactly where
 * the items are. What a task is handed as its item is a copy by itself.
 */
export function areOfOneList(
  node: ts.Node,
  origins: Origins,
  { isOuter, isItem }: Pick<Judge, 'isOuter' | 'isItem'>,
): boolean {
  if (!ts.isBinaryExpression(node)) return false;
  const places = [node.left, node.right].flatMap((side) => origins.of(side));
  // A name of the body is another one for what it was given.
  const all = places.filter((o) => typeof o === 'string' || o.path.length > 0 || isOuter(o.symbol) || isItem(o.symbol));
  const [first] = all;
  if (first === undefined || typeof first === 'string' || !isOuter(first.symbol)) return false;
  return all.every((o) => typeof o !== 'string' && o.symbol === first.symbol && o.path.length === 1);
}
