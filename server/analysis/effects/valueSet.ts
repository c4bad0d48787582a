import { ts } from 'ts-morph';
import { isDefault, storesItsValue, isAssignment } from '../source/assignments.js';
import { wrapped } from '../source/symbols.js';

/** What a target is given, or what is taken apart or walked over for that. */
interface ValueSet {
  readonly value: ts.Expression;
  readonly isWhole: boolean;
}

/** What `target = value`, `[target] = list` or `for (target of list)` gives; null where that is made new: a number, a text. */
export function valueSet(target: ts.Expression): ValueSet | null {
  let node: ts.Node = wrapped(target);
  for (let isWhole = true; ; isWhole = false) {
    const { parent } = node;
    if (ts.isForOfStatement(parent)) return { value: parent.expression, isWhole: false };
    if (ts.isBinaryExpression(parent) && isAssignment(parent) && parent.left === node && !isDefault(parent))
      return storesItsValue(parent) ? { value: parent.right, isWhole } : null;
    if (ts.isStatement(parent)) return null;
    node = parent;
  }
}
