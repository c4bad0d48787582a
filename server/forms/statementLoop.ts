import type { ts } from 'ts-morph';
import type { FoundLoop } from './foundLoop.js';

/** A loop that is a statement: it has no callback, and gives no value. */
export function statementLoop(
  form: string,
  node: ts.IterationStatement,
  parts: Pick<FoundLoop, 'item' | 'source'> & Partial<Pick<FoundLoop, 'advance' | 'before'>>,
): { readonly found: FoundLoop } {
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
