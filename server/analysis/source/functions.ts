/** What functions are called and what they return, by their declarations. */
import { ts } from 'ts-morph';
import { assignedNames } from './assignments.js';
import { type FunctionNode, isConstant, isExportedPart, isFunctionNode, symbolOf, unwrap } from './symbols.js';

/**
 * The function or method that a symbol names, aliases apart: declared, held by a constant, or exported by a CommonJS module.
 * Null where the name is given another function as well.
 */
export function functionOf(symbol: ts.Symbol, checker: ts.TypeChecker): FunctionNode | null {
  const declaration = symbol.valueDeclaration;
  if (!declaration) return null;
  if (ts.isFunctionDeclaration(declaration)) return onlyFunction(symbol, checker);
  if (ts.isMethodDeclaration(declaration) && declaration.body) return declaration;
  const given = exportedValue(symbol) ?? (isConstant(declaration) ? declaration.initializer : undefined);
  const value = given && unwrap(given);
  return value && isFunctionNode(value) ? value : null;
}

/** The function that a name is declared as, unless it is declared again, or assigned to. */
export function onlyFunction(symbol: ts.Symbol, checker: ts.TypeChecker): ts.FunctionDeclaration | null {
  const [fn, more] = (symbol.declarations ?? []).filter(
    (d) => ts.isVariableDeclaration(d) || (ts.isFunctionDeclaration(d) && d.body !== undefined),
  );
  if (!fn || more || !ts.isFunctionDeclaration(fn)) return null;
  const places = assignedNames(fn.getSourceFile()).of(fn.name?.text ?? '');
  return places.some((name) => symbolOf(name, checker) === symbol) ? null : fn;
}

/** The value of `exports.name = value` or `module.exports = { name: value }`, where a CommonJS module assigns it once, while it loads. */
export function exportedValue({ declarations }: ts.Symbol): ts.Expression | null {
  const [declaration, more] = declarations ?? [];
  if (!declaration || more) return null;
  if (isExportedPart(declaration) && ts.isPropertyAssignment(declaration)) return declaration.initializer;
  const assignment = ts.isBinaryExpression(declaration) ? declaration : declaration.parent;
  const isExport =
    assignment !== undefined &&
    ts.isBinaryExpression(assignment) &&
    ts.isPropertyAccessExpression(assignment.left) &&
    /^(module\.)?exports$/.test(assignment.left.expression.getText()) &&
    ts.isExpressionStatement(assignment.parent) &&
    ts.isSourceFile(assignment.parent.parent);
  return isExport ? assignment.right : null;
}

/** The expressions a function returns, nested functions apart. */
export function returnedValues(fn: FunctionNode): ts.Expression[] {
  if (!fn.body) return [];
  if (!ts.isBlock(fn.body)) return [fn.body];
  const values: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (isFunctionNode(node) || ts.isClassLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression) values.push(node.expression);
    ts.forEachChild(node, visit);
  };
  visit(fn.body);
  return values;
}

/** Whether a function looks at its `arguments`: in old code they are its parameters under another name. */
export function usesArguments(body: ts.Node): boolean {
  return (ts.isIdentifier(body) && body.text === 'arguments') || (ts.forEachChild(body, usesArguments) ?? false);
}
