import { ts } from 'ts-morph';
import { declarationOf, isConstant, isFunctionNode, isPrimitive, symbolOf, unwrap } from '../source/symbols.js';

/** The functions in a table as they are written: `{ add: (x) => …, mul }` or `[first, second]`. */
export type TableEntry = ts.Expression | ts.MethodDeclaration;

/**
 * The entries of a constant that holds functions, and apart from them nothing but numbers, strings and the like; null for
 * anything else.
 */
export function tableEntries(
  declaration: ts.Declaration | undefined,
  checker: ts.TypeChecker,
): readonly TableEntry[] | null {
  const code = codeHeld(declaration, checker);
  return code && !code.some(ts.isGetAccessor) ? (code as readonly TableEntry[]) : null;
}

/** Whether a constant holds an object of functions and getters, and apart from them nothing but numbers, strings and the like. */
export const holdsCode = (declaration: ts.Declaration | undefined, checker: ts.TypeChecker): boolean =>
  codeHeld(declaration, checker) !== null;

function codeHeld(
  declaration: ts.Declaration | undefined,
  checker: ts.TypeChecker,
): readonly (TableEntry | ts.GetAccessorDeclaration)[] | null {
  if (!isConstant(declaration) || !ts.isIdentifier(declaration.name) || !declaration.initializer) return null;
  const literal = unwrap(declaration.initializer);
  const entries = ts.isArrayLiteralExpression(literal)
    ? [...literal.elements]
    : ts.isObjectLiteralExpression(literal)
      ? literal.properties.map(entryOf)
      : [];
  const code: (TableEntry | ts.GetAccessorDeclaration)[] = [];
  for (const entry of entries) {
    if (entry === null) return null;
    if (ts.isGetAccessor(entry)) code.push(entry);
    else if (ts.isSpreadElement(entry) || ts.isOmittedExpression(entry)) return null;
    else if (isFunctionNode(entry) || checker.getTypeAtLocation(entry).getCallSignatures().length > 0) code.push(entry);
    else if (!isPrimitive(checker.getTypeAtLocation(entry), checker)) return null;
  }
  return code.length > 0 ? code : null;
}

/** The functions that `table[key]` may be, where the table is a constant of them. */
export function entriesAt(
  { expression }: ts.ElementAccessExpression,
  checker: ts.TypeChecker,
): readonly TableEntry[] | null {
  const table = unwrap(expression);
  const symbol = ts.isIdentifier(table) ? symbolOf(table, checker) : undefined;
  return symbol ? tableEntries(declarationOf(symbol), checker) : null;
}

function entryOf(property: ts.ObjectLiteralElementLike): TableEntry | ts.GetAccessorDeclaration | null {
  if (property.name && ts.isComputedPropertyName(property.name)) return null;
  if (ts.isGetAccessor(property)) return property;
  if (ts.isPropertyAssignment(property)) return unwrap(property.initializer);
  if (ts.isShorthandPropertyAssignment(property)) return property.name;
  return ts.isMethodDeclaration(property) && property.body ? property : null;
}
