import { ts } from 'ts-morph';
import { unwrap } from './symbols.js';

/** The name in `name`, `name.next` and `name.rows[0]`; null where there is something else. */
export function rootName(node: ts.Expression): ts.Identifier | null {
  let current = unwrap(node);
  while (ts.isPropertyAccessExpression(current) || ts.isElementAccessExpression(current))
    current = unwrap(current.expression);
  return ts.isIdentifier(current) ? current : null;
}
