import type { ts } from 'ts-morph';
import { COMPUTED, computedIn } from './computedIn.js';
import type { DeclinedLoop, FoundLoop } from './foundLoop.js';

/** A loop that is a statement: it has no callback, and gives no value. */
export function statementLoop(
  form: string,
  node: ts.IterationStatement,
  parts: Pick<FoundLoop, 'item' | 'source'> & Partial<Pick<FoundLoop, 'advance' | 'before'>>,
): { readonly found: FoundLoop } | { readonly declined: DeclinedLoop } {
  const computed = parts.item && computedIn({ name: parts.item });
  if (computed)
    return { declined: { form, node, anchor: node, code: 'form-not-supported', at: computed, detail: COMPUTED } };
  return {
    found: {
      form,
      node,
      anchor: node,
      body: node.statement,
      callback: null,
      isNamed: false,
      index: null,
      key: null,
      result: 'none',
      fold: null,
      into: null,
      advance: null,
      before: [],
      ...parts,
    },
  };
}
