import { ts } from 'ts-morph';

/** What stands against a head or a parameter that computes something. */
export const COMPUTED = 'a default value that is computed. Compute it in the body';

/** A default value, of a name or of a part that it is taken apart into, or the name of a part, that is not just written down. */
export function computedIn(node: {
  readonly name: ts.BindingName;
  readonly initializer?: ts.Expression;
  readonly propertyName?: ts.PropertyName;
}): ts.Expression | null {
  const { name, initializer, propertyName } = node;
  if (propertyName && ts.isComputedPropertyName(propertyName) && !isPlain(propertyName.expression))
    return propertyName.expression;
  if (initializer && !isPlain(initializer)) return initializer;
  if (ts.isIdentifier(name)) return null;
  for (const element of name.elements) {
    const found = ts.isOmittedExpression(element) ? null : computedIn(element);
    if (found) return found;
  }
  return null;
}

/** A value that is written down: evaluating it does nothing, and needs no name. */
export function isPlain(node: ts.Expression): boolean {
  if (ts.isPrefixUnaryExpression(node)) return isPlain(node.operand) && node.operator === ts.SyntaxKind.MinusToken;
  if (ts.isArrayLiteralExpression(node)) return node.elements.length === 0;
  if (ts.isObjectLiteralExpression(node)) return node.properties.length === 0;
  return ts.isLiteralExpression(node) || CONSTANTS.has(node.kind);
}

const CONSTANTS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.TrueKeyword,
  ts.SyntaxKind.FalseKeyword,
  ts.SyntaxKind.NullKeyword,
  ts.SyntaxKind.ThisKeyword,
]);
