import { ts } from 'ts-morph';
import { typedArrayName } from '../../forms/iteration.js';
import type { Access } from '../source/access.js';
import { unwrap } from '../source/symbols.js';

type Limits = readonly [from: ts.Expression, to: ts.Expression];

/** The limits of what is read of a typed array by `array.slice(from, to)`, or written by `array.subarray(from, to).set(values)`. */
export function limitsOf({ write, node, within, path }: Access, checker: ts.TypeChecker): Limits | null {
  if (within || path.at(-1)?.kind !== 'any' || !ts.isExpression(node)) return null;
  if (!write) return limitsIn(node.parent.parent, 'slice', node, checker);
  const set = methodCalled(node, 'set');
  const [, more] = set?.arguments ?? [];
  const view = set && !more ? methodCalled(unwrap(set.expression.expression), 'subarray') : null;
  return view && limitsIn(view, 'subarray', view.expression.expression, checker);
}

function limitsIn(call: ts.Node, name: string, array: ts.Expression, checker: ts.TypeChecker): Limits | null {
  const method = methodCalled(call, name);
  const [from, to, more] = method?.arguments ?? [];
  const isOfArray =
    method?.expression.expression === array && typedArrayName(checker.getTypeAtLocation(array)) !== null;
  return from && to && !more && isOfArray && !method.arguments.some(ts.isSpreadElement) ? [from, to] : null;
}

function methodCalled(
  node: ts.Node,
  name: string,
): (ts.CallExpression & { readonly expression: ts.PropertyAccessExpression }) | null {
  const isIt =
    ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === name;
  return isIt ? (node as ReturnType<typeof methodCalled>) : null;
}
