import { ts } from 'ts-morph';
import { unwrap } from '../source/symbols.js';

const GIVES_ITEM_FIRST = new Set(
  'map forEach filter flatMap some every find findIndex findLast findLastIndex'.split(' '),
);

/** Whether a parameter is what a method such as `map` gives its callback for each element. */
export function isItemParameter(
  parameter: ts.ParameterDeclaration,
  call: ts.CallExpression,
): call is ts.CallExpression & { readonly expression: ts.PropertyAccessExpression } {
  return (
    ts.isPropertyAccessExpression(call.expression) &&
    GIVES_ITEM_FIRST.has(call.expression.name.text) &&
    call.arguments[0] === (parameter.parent as ts.Node) &&
    parameter.parent.parameters[0] === parameter
  );
}

/** The array behind `xs.entries()`, which is as live as the array itself. */
export function walkedOver(expression: ts.Expression): ts.Expression {
  const call = unwrap(expression);
  const isView =
    ts.isCallExpression(call) &&
    // `Object.entries(object)` makes a list.
    call.arguments.length === 0 &&
    ts.isPropertyAccessExpression(call.expression) &&
    ['entries', 'keys', 'values'].includes(call.expression.name.text);
  return isView ? call.expression.expression : expression;
}
