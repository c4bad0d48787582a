/**
 * The forms that Looppool recognises and does not take yet: each is reported as refused, never mis-rewritten.
 */
import { ts } from 'ts-morph';
import type { DeclinedLoop, Form } from './foundLoop.js';

const declined = (form: string, node: ts.Node, anchor: ts.Node, detail: string): { declined: DeclinedLoop } => ({
  declined: { form, node, anchor, at: anchor, code: 'form-not-supported', detail },
});

/** `for await`, and `do` loops that count. */
const statements: Form = {
  id: 'other-statements',
  match(node) {
    if (ts.isForOfStatement(node) && node.awaitModifier) return declined('for-await', node, node, 'a `for await` loop');
    if (ts.isDoStatement(node) && hasCounter(node.expression))
      return declined('do-while', node, node, 'a `do … while` loop');
    return null;
  },
};

/** Whether a condition compares a name with something, as a counted loop does. */
function hasCounter(condition: ts.Expression): boolean {
  return ts.isBinaryExpression(condition) && (ts.isIdentifier(condition.left) || ts.isIdentifier(condition.right));
}

export const leftOut: readonly Form[] = [statements];
