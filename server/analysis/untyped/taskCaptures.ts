import { ts } from 'ts-morph';
import { partOfLiteral } from '../source/partOfLiteral.js';
import { type FunctionNode, isFunctionNode } from '../source/symbols.js';

/** The function that takes a capture out of its second parameter: `(item, { rows }) => …`; null where it is more than a name. */
export function taskOfCapture({ name, initializer, dotDotDotToken, parent }: ts.BindingElement): FunctionNode | null {
  const { parent: parameter } = parent;
  const isName = ts.isIdentifier(name) && !initializer && !dotDotDotToken;
  if (!isName || !ts.isObjectBindingPattern(parent) || !ts.isParameter(parameter)) return null;
  const { parent: fn } = parameter;
  return isFunctionNode(fn) && fn.parameters[1] === parameter ? fn : null;
}

/** What a call of a pool gives to a capture of its task: the `rows` of `pool.map(task, items, { rows })`. */
export function captureOf({ arguments: given }: ts.CallExpression, part: ts.BindingElement): ts.Expression | null {
  const [, , captures] = given;
  const name = (part.propertyName ?? part.name).getText();
  if (!captures || !ts.isObjectLiteralExpression(captures)) return null;
  // A spread may give the name another value.
  return captures.properties.some(ts.isSpreadAssignment) ? null : partOfLiteral(captures, name);
}
