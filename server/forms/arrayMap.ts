/**
 * A call of `map` on an array.
 *
 * ```ts before
 * export function scores(reads: string[], reference: string): number[] {
 *   return reads.map((read) => align(reference, read).score);
 * }
 * ```
 *
 * Requires:
 * - a receiver whose type is an array: `map` of anything else may do anything.
 * - a function written in place, or the name of a function that takes the item only.
 *
 * Not handled:
 * - callbacks that use `this` or the third parameter: they can reach the whole array.
 * - `async` callbacks: they wait rather than compute.
 */
import { ts } from 'ts-morph';
import { matchCallback } from './callback.js';
import type { Form } from './foundLoop.js';

export const arrayMap: Form = {
  id: 'map',
  match(node, checker) {
    const match = matchCallback(node, 'map', checker);
    if (!match || 'declined' in match) return match;
    return { found: { ...match.found, collects: true } };
  },
};

export const arrayForEach: Form = {
  id: 'for-each',
  match(node, checker) {
    const match = matchCallback(node, 'forEach', checker);
    if (!match || 'declined' in match) return match;
    if (!ts.isExpressionStatement(node.parent)) {
      return {
        declined: {
          form: 'for-each',
          node,
          anchor: match.found.anchor,
          code: 'form-not-supported',
          at: node,
          detail: 'a `forEach` whose value is used',
        },
      };
    }
    return { found: { ...match.found, node: node.parent } };
  },
};
