import { ts } from 'ts-morph';
import { arrayFilter } from './arrayFilter.js';
import { arrayFind } from './arrayFind.js';
import { arrayFlatMap } from './arrayFlatMap.js';
import { arrayForEach } from './arrayForEach.js';
import { arrayFrom } from './arrayFrom.js';
import { arrayMap } from './arrayMap.js';
import { arrayReduce } from './arrayReduce.js';
import { arraySome } from './arraySome.js';
import { doWhile } from './doWhile.js';
import { forAwait } from './forAwait.js';
import { forIn } from './forIn.js';
import { forIndex } from './forIndex.js';
import { forOf } from './forOf.js';
import type { DeclinedLoop, Form, FoundLoop } from './foundLoop.js';
import { promiseAll } from './promiseAll.js';
import { whileCounter } from './whileCounter.js';

/** THE table of forms, in the order in which they are tried. What each leaves out, and why, is in its header. */
export const forms: readonly Form[] = [
  forOf,
  forAwait,
  forIndex,
  forIn,
  whileCounter,
  doWhile,
  promiseAll,
  arrayMap,
  arrayFrom,
  arrayForEach,
  arrayFilter,
  arrayFlatMap,
  arraySome,
  arrayFind,
  arrayReduce,
];

/** A loop with the number of loops around it. */
export interface PlacedLoop {
  readonly loop: FoundLoop | DeclinedLoop;
  readonly depth: number;
}

/**
 * Finds every loop site of a file, or of a part of it that no loop is around, outer loops before inner ones.
 * A form that throws hides no other form.
 */
export function findLoops(part: ts.Node, checker: ts.TypeChecker): PlacedLoop[] {
  const loops: PlacedLoop[] = [];
  const visit = (node: ts.Node, depth: number): void => {
    const loop = matchForms(node, checker);
    if (loop) loops.push({ loop, depth });
    if (loop?.form === 'promise-all') return partsOfPromises(node).forEach((part) => visit(part, depth + 1));
    ts.forEachChild(node, (child) => visit(child, loop && child !== receiverOf(node) ? depth + 1 : depth));
  };
  visit(part, 0);
  return loops;
}

/** `await Promise.all(xs.map(…))` is one site: the calls in it are not reported again, but what they are given is. */
function partsOfPromises(node: ts.Node): readonly ts.Node[] {
  const call = (ts.isAwaitExpression(node) ? node.expression : node) as ts.CallExpression;
  const mapped = call.arguments[0] as ts.CallExpression;
  return [mapped.expression, ...mapped.arguments];
}

/** What the loop is a method of: links of a chain stand beside each other. */
function receiverOf(node: ts.Node): ts.Node | null {
  return ts.isCallExpression(node) ? node.expression : null;
}

function matchForms(node: ts.Node, checker: ts.TypeChecker): FoundLoop | DeclinedLoop | null {
  if (!ts.isCallExpression(node) && !ts.isAwaitExpression(node) && !ts.isIterationStatement(node, false)) return null;
  for (const form of forms) {
    const match = form.match(node, checker);
    if (match) return 'found' in match ? match.found : match.declined;
  }
  return null;
}

export function isFound(loop: FoundLoop | DeclinedLoop): loop is FoundLoop {
  return 'source' in loop;
}
