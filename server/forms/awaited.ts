import { ts } from 'ts-morph';
import { streamAt } from '../analysis/ahead/streams.js';
import { isPlainlyAwaited, isPrimitive } from '../analysis/source/symbols.js';
import { isGeneratorCall, iterationKind } from './iteration.js';

/**
 * What `for await` meets: a `list` of plain values, `promises` of primitive values, a call of an async `generator` of the
 * program, or a `stream` of text that Node makes.
 */
export type AwaitedKind = 'list' | 'promises' | 'generator' | 'stream';

/** How `for await` walks over `expression`, by its type and by how it is made; null where that may be anything. */
export function awaitedKind(expression: ts.Expression, checker: ts.TypeChecker): AwaitedKind | null {
  if (isGeneratorCall(expression, checker, true)) return 'generator';
  if (streamAt(expression, checker)) return 'stream';
  if (iterationKind(expression, checker) === 'unknown') return null;
  const item = itemOf(checker.getTypeAtLocation(expression), checker);
  // Whatever else has a `then` runs code of its own when it is awaited.
  if (!item || !isPlainlyAwaited(item)) return null;
  if ((item.isUnion() ? item.types : [item]).every((part) => part.getProperty('then') === undefined)) return 'list';
  // An object may be one that the loop changes.
  const settled = checker.getAwaitedType(item);
  return settled && isPrimitive(settled, checker) ? 'promises' : null;
}

/** What walking over a list, a collection, a view or a generator gives. */
function itemOf(type: ts.Type, checker: ts.TypeChecker): ts.Type | undefined {
  const [one] = type.isUnion() ? type.types : [type];
  if (!one) return undefined;
  if (one.flags & ts.TypeFlags.StringLike) return checker.getStringType();
  const indexed = checker.getIndexTypeOfType(one, ts.IndexKind.Number);
  if (indexed) return type.isUnion() ? undefined : indexed;
  const given = checker.getTypeArguments(one as ts.TypeReference);
  // A Map gives pairs, which are no promises; a view or a generator names what it gives first.
  return /Map$/.test(one.getSymbol()?.getName() ?? '') ? checker.getNonPrimitiveType() : given[0];
}
