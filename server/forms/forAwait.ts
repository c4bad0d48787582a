/**
 * A `for await…of` loop over the lines of a file or of the input, text of a read stream, an async generator of the program
 * that has no effects, or a list of values or promises.
 *
 * ```ts before
 * import { createReadStream } from 'node:fs';
 * import { createInterface } from 'node:readline';
 *
 * export async function hashLines(file: string): Promise<Map<string, number>> {
 *   const hashes = new Map<string, number>();
 *   for await (const line of createInterface({ input: createReadStream(file) })) {
 *     if (line !== '') hashes.set(line, slowHash(line));
 *   }
 *   return hashes;
 * }
 * ```
 *
 * ```ts after
 * import { createReadStream } from 'node:fs';
 * import { createInterface } from 'node:readline';
 * import { pool } from 'looppool';
 * import { slowHashLine } from './main.tasks.js';
 *
 * export async function hashLines(file: string): Promise<Map<string, number>> {
 *   const hashes = new Map<string, number>();
 *   for await (const [line, values] of pool.zip(slowHashLine, createInterface({ input: createReadStream(file) }))) {
 *     let at = 0;
 *     if (line !== '') hashes.set(line, values[at++]);
 *   }
 *   return hashes;
 * }
 * ```
 *
 * ```ts worker
 * import { task, type Emits } from 'looppool';
 * import { slowHash } from './heavy.js';
 *
 * // The loop body of hashLines in main.ts.
 * export const slowHashLine = task(
 *   import.meta.url,
 *   'slowHashLine',
 *   (line: string, _captures: unknown, { emit }: Emits<number>) => {
 *     if (line !== '') {
 *       emit(slowHash(line));
 *     }
 *   },
 *   { pure: true, emits: true },
 * );
 * ```
 *
 * Requires:
 * - a loop variable declared in the head.
 * - a source that does the same whoever asks it, and whenever: items are asked for ahead of the iteration that uses them. Streams are
 *   held by constants that nothing else uses, and a generator has no effects and reads nothing that the loop writes.
 * - that nothing else runs meanwhile, which would be an assumption: the loop gave way between its items before, and does so
 *   now, only not at the same moments.
 *
 * What fails in the source is met behind the items before it, and leaving the loop closes the source.
 *
 * Not handled:
 * - streams that are given to a function, or that something listens to: what they do between two items cannot be told.
 * - Buffers: say `'utf8'` where the stream is made.
 * - lines of `process.stdin` in a loop that may be left early: who reads on would miss what was read ahead.
 * - lists of promises in a loop that may be left early: a promise that fails later ends the program, unless it was waited for.
 * - lists of promises of objects, which may be objects that the loop changes.
 */
import { ts } from 'ts-morph';
import { awaitedKind } from './awaited.js';
import type { Form } from './foundLoop.js';
import { statementLoop } from './statementLoop.js';

export const forAwait: Form = {
  id: 'for-await',
  match(node, checker) {
    if (!ts.isForOfStatement(node) || !node.awaitModifier) return null;
    const decline = (
      code: 'unsupported-header' | 'unsupported-stream' | 'already-parallel',
      at: ts.Node,
      detail: string,
    ) => ({
      declined: { form: 'for-await', node, anchor: node, code, at, detail },
    });
    const { initializer, expression } = node;
    if (!ts.isVariableDeclarationList(initializer))
      return decline('unsupported-header', initializer, 'the loop variable is declared outside the loop');
    if (initializer.flags & ts.NodeFlags.Using)
      return decline('unsupported-header', initializer, 'items that are disposed of');
    // Have: a variable of each iteration's own.
    const item = initializer.declarations[0]?.name;
    if (!item) return null;
    if (
      ts.isCallExpression(expression) &&
      ts.isPropertyAccessExpression(expression.expression) &&
      /^(zip|imap|imapUnordered)$/.test(expression.expression.name.text)
    )
      return decline('already-parallel', expression, 'This loop');
    const awaited = awaitedKind(expression, checker);
    if (!awaited) return decline('unsupported-stream', expression, expression.getText());
    // Have: a source whose items can be asked for ahead.
    const source = {
      kind: 'iterable',
      expression,
      skipsHoles: false,
      reversed: false,
      view: 'items',
      awaited,
    } as const;
    return statementLoop('for-await', node, { item, source });
  },
};
