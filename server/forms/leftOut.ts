/**
 * The forms that Looppool recognises and does not take yet: each is reported as refused, never mis-rewritten.
 */
import { ts } from 'ts-morph';
import type { DeclinedLoop, Form } from './foundLoop.js';

const declined = (form: string, node: ts.Node, anchor: ts.Node, detail: string): { declined: DeclinedLoop } => ({
  declined: { form, node, anchor, at: anchor, code: 'form-not-supported', detail },
});

/** `for await`. */
const forAwait: Form = {
  id: 'for-await',
  match: (node) =>
    ts.isForOfStatement(node) && node.awaitModifier
      ? declined('for-await', node, node, 'a `for await` loop. Collect the items into a list, and loop over that')
      : null,
};

export const leftOut: readonly Form[] = [forAwait];
