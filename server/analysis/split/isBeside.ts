import { ts } from 'ts-morph';
import type { Access } from '../source/access.js';
import { mayBeSameObject, mayHold } from '../source/containment.js';
import { declarationOf } from '../source/symbols.js';

/**
 * Whether a list that is changed is neither what a read begins at, nor anything behind that: `queue.shift()` beside `job.size`.
 * Which object the name holds was decided when it was given its value, which is a read of its own.
 */
export function isBeside(read: Access, write: Access, checker: ts.TypeChecker): boolean {
  const declaration = read.through && declarationOf(read.through);
  const changed = changedObject(write);
  if (read.write || !read.through || !declaration || !changed) return false;
  const type = checker.getNonNullableType(checker.getTypeOfSymbolAtLocation(read.through, declaration));
  const list = checker.getTypeAtLocation(changed);
  return checker.isArrayType(list) && !mayBeSameObject(type, list, checker) && !mayHold(type, list, checker);
}

/** The object of `object.method()`, where that changes it; null where it is not seen. */
function changedObject({ write, content, node, within }: Access): ts.Expression | null {
  const at = within ?? node;
  const isCall = write && content && ts.isCallExpression(at) && ts.isPropertyAccessExpression(at.expression);
  return isCall ? at.expression.expression : null;
}
