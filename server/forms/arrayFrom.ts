/**
 * A call of `Array.from`, or of a typed array's `from`, with a function.
 *
 * ```ts before
 * export function waves(count: number): Float64Array {
 *   return Float64Array.from({ length: count }, (_, i) => slowSine(i));
 * }
 * ```
 *
 * ```ts after
 * import { pool, range } from 'looppool';
 * import { slowSineAt } from './main.tasks.js';
 *
 * export function waves(count: number): Float64Array {
 *   return Float64Array.from(pool.mapSync(slowSineAt, range(Math.trunc(count))));
 * }
 * ```
 *
 * ```ts worker
 * import { task } from 'looppool';
 * import { slowSine } from './heavy.js';
 *
 * // The loop body of waves in main.ts.
 * export const slowSineAt = task(import.meta.url, 'slowSineAt', (i: number) => slowSine(i), { pure: true });
 * ```
 *
 * Requires:
 * - `{ length: n }`, or a collection whose items can be read ahead: array, typed array, string, Map or Set.
 * - a function written in place, with the item and perhaps the index as its parameters.
 *
 * Not handled:
 * - other objects with a `length`, iterators, and generators whose effects the function may see: reading ahead would run their code early.
 * - typed arrays of values that are not numbers: each would be converted when it is stored.
 */
import { ts } from 'ts-morph';
import { mentions } from '../analysis/source/symbols.js';
import { decline, givesNumbers, matchMapper, type CallPlace, type Mapper } from './callback.js';
import type { Form, FormMatch, ItemSource } from './foundLoop.js';
import { iterationKind, TYPED_ARRAY, whyUnknown } from './iteration.js';

export const arrayFrom: Form = {
  id: 'array-from',
  match(node, checker) {
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return null;
    const { expression: receiver, name: anchor } = node.expression;
    if (anchor.text !== 'from' || !isArrayClass(receiver, checker) || node.arguments.length < 2) return null;
    const place: CallPlace = { form: 'array-from', node, anchor };
    if (node.questionDotToken || node.expression.questionDotToken)
      return decline(place, node, 'an optional call. Test for it before, and call it plainly');
    // Have: `from` of one of the language's arrays, with a function.
    const [items, callback, thisArgument] = node.arguments;
    const mapper = matchMapper(place, callback, thisArgument, checker);
    if ('declined' in mapper) return mapper;
    const into = receiver.text === 'Array' ? null : receiver.text;
    if (into && !givesNumbers(callback!, checker))
      return decline(place, callback!, 'a typed array of values that are no numbers. Give numbers');
    // Have: a function written in place, and a list that holds what it gives.
    const length = lengthOf(items!);
    if (length) return counted(place, mapper, length, into, checker);
    if (iterationKind(items!, checker) === 'unknown')
      return { declined: { ...place, code: whyUnknown(items!, checker), at: items!, detail: items!.getText() } };
    const source: ItemSource = {
      kind: 'iterable',
      expression: items!,
      skipsHoles: false,
      reversed: false,
      view: 'items',
    };
    return { found: { ...place, ...mapper, source, result: 'list', fold: null, into, advance: null, before: [] } };
  },
};

function isArrayClass(node: ts.Expression, checker: ts.TypeChecker): node is ts.Identifier {
  if (!ts.isIdentifier(node) || (node.text !== 'Array' && !TYPED_ARRAY.test(node.text))) return false;
  return checker.getSymbolAtLocation(node)?.declarations?.every((d) => d.getSourceFile().isDeclarationFile) ?? false;
}

/** The `n` of `{ length: n }`. */
function lengthOf(items: ts.Expression): ts.Expression | null {
  if (!ts.isObjectLiteralExpression(items) || items.properties.length !== 1) return null;
  const [property] = items.properties;
  if (property?.name?.getText() !== 'length') return null;
  if (ts.isShorthandPropertyAssignment(property)) return property.name;
  return ts.isPropertyAssignment(property) ? property.initializer : null;
}

/** All items are undefined: what is counted is the index. */
function counted(
  place: CallPlace,
  mapper: Mapper,
  length: ts.Expression,
  into: string | null,
  checker: ts.TypeChecker,
): FormMatch {
  const { item, index } = mapper;
  if (mapper.isNamed)
    return decline(
      place,
      mapper.body,
      'a function given by name, whose first parameter is undefined. Write `(_, i) => …`',
    );
  if (item && (!ts.isIdentifier(item) || mentions(mapper.body, checker.getSymbolAtLocation(item)!, checker)))
    return decline(place, item, 'the first parameter, which is always undefined');
  const source: ItemSource = {
    kind: 'range',
    start: null,
    bound: length,
    inclusive: false,
    step: 1,
    isLength: true,
    isTaken: true,
  };
  return {
    found: {
      ...place,
      ...mapper,
      item: index,
      index: null,
      source,
      result: 'list',
      fold: null,
      into,
      advance: null,
      before: [],
    },
  };
}
