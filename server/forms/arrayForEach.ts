/**
 * A call of `forEach` on an array, Map or Set, as a statement.
 *
 * ```ts before
 * export function index(files: string[], sizes: Map<string, number>): void {
 *   files.forEach((file, i) => {
 *     const size = compressedSize(file);
 *     if (size === 0) return;
 *     sizes.set(`${i} ${file}`, size);
 *   });
 * }
 * ```
 *
 * ```ts after
 * import { pool } from 'looppool';
 * import { compressedSizeFile } from './main.tasks.js';
 *
 * export function index(files: string[], sizes: Map<string, number>): void {
 *   for (const [file, { i, size }] of pool.zipSync(compressedSizeFile, files, {}, { holes: 'skip' })) {
 *     if (size === 0) continue;
 *     sizes.set(`${i} ${file}`, size);
 *   }
 * }
 * ```
 *
 * ```ts worker
 * import { task, type TaskContext } from 'looppool';
 * import { compressedSize } from './heavy.js';
 *
 * // The loop body of index in main.ts.
 * export const compressedSizeFile = task(
 *   import.meta.url,
 *   'compressedSizeFile',
 *   (file: string, _captures: unknown, { index: i }: TaskContext) => {
 *     const size = compressedSize(file);
 *     return { i, size };
 *   },
 *   { pure: true },
 * );
 * ```
 *
 * Requires:
 * - a receiver whose type is an array, a Map or a Set: `forEach` of anything else may do anything.
 * - a function written in place: its `return` becomes `continue`.
 *
 * Not handled:
 * - callbacks that use `this` or the third parameter: they can reach the whole array.
 */
import { ts } from 'ts-morph';
import { matchCallback } from './callback.js';
import type { Form } from './foundLoop.js';

const METHOD = { name: 'forEach', form: 'for-each', result: 'none', skipsHoles: true } as const;

export const arrayForEach: Form = {
  id: 'for-each',
  match(node, checker) {
    const match = matchCallback(node, METHOD, checker);
    if (!match || 'declined' in match) return match;
    if (!ts.isExpressionStatement(node.parent)) {
      return {
        declined: {
          form: 'for-each',
          node,
          anchor: match.found.anchor,
          code: 'form-not-supported',
          at: node,
          detail: 'a `forEach` whose value is used. It is undefined: leave it away',
        },
      };
    }
    // Have: a call whose value nobody uses.
    const variable = functionScoped(match.found.body);
    if (variable) {
      return {
        declined: {
          form: 'for-each',
          node,
          anchor: match.found.anchor,
          code: 'form-not-supported',
          at: variable,
          detail: 'a `var` in the callback, which would belong to the function around the loop. Write `let`',
        },
      };
    }
    return { found: { ...match.found, node: node.parent } };
  },
};

/** A `var` of the callback's own. */
function functionScoped(node: ts.Node): ts.Node | null {
  if (ts.isFunctionLike(node)) return null;
  if (ts.isVariableDeclarationList(node) && !(node.flags & ts.NodeFlags.BlockScoped)) return node;
  return ts.forEachChild(node, (child) => functionScoped(child) ?? undefined) ?? null;
}
