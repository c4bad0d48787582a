import { ts } from 'ts-morph';
import { namesIn } from './names.js';

/** A call of `eval` by its own name: what it is given may use, and change, whatever has a name around it. */
export function directEvalIn(node: ts.Node): ts.CallExpression | null {
  if (node.getSourceFile().isDeclarationFile) return null;
  for (const { parent } of namesIn(node, 'eval')) {
    if (ts.isCallExpression(parent) && parent.expression.getText() === 'eval') return parent;
  }
  return null;
}
