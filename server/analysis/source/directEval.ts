import { ts } from 'ts-morph';
import { namesIn } from './names.js';
import { wrapped } from './symbols.js';

/** A call of `eval` by its own name: what it is given may use, and change, whatever has a name around it. */
export function directEvalIn(node: ts.Node): ts.CallExpression | null {
  if (node.getSourceFile().isDeclarationFile) return null;
  for (const name of namesIn(node, 'eval')) {
    const callee = wrapped(name);
    if (ts.isCallExpression(callee.parent) && callee.parent.expression === callee) return callee.parent;
  }
  return null;
}
