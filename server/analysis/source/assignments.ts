import { ts } from 'ts-morph';
import { indexedBySyntax } from './bySyntax.js';
import { namesIn } from './names.js';
import {
  codeAround,
  declarationOf,
  enclosingFunction,
  isConstant,
  isDeclaredIn,
  isWrapping,
  symbolOf,
  wrapped,
} from './symbols.js';

/** `a = b`, `a += b`, `a ??= b` and their like. */
export const isAssignment = (node: ts.Node): node is ts.BinaryExpression =>
  ts.isBinaryExpression(node) &&
  node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
  node.operatorToken.kind <= ts.SyntaxKind.LastAssignment;

/** Whether an assignment stores its value itself, as `=`, `||=`, `&&=` and `??=` do; others store a number or a text. */
export const storesItsValue = ({ operatorToken: { kind } }: ts.BinaryExpression): boolean =>
  kind === ts.SyntaxKind.EqualsToken ||
  kind === ts.SyntaxKind.BarBarEqualsToken ||
  kind === ts.SyntaxKind.AmpersandAmpersandEqualsToken ||
  kind === ts.SyntaxKind.QuestionQuestionEqualsToken;

/** `a++` and `--a`. */
export const isIncrement = (node: ts.Node): node is ts.PrefixUnaryExpression | ts.PostfixUnaryExpression =>
  (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) &&
  (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken);

/** Whether the expression around `node` gives it another value. */
export const isTarget = (node: ts.Node): boolean =>
  isAssignment(node.parent) ? node.parent.left === node : isIncrement(node.parent);

/** Every value assigned to a name as such inside `home`, its declaration apart. */
export function assignmentsTo(symbol: ts.Symbol, home: ts.Node, checker: ts.TypeChecker): ts.Expression[] {
  const values: ts.Expression[] = [];
  for (const name of namesIn(home, symbol.getName())) {
    const target = wrapped(name);
    if (isAssignment(target.parent) && target.parent.left === target && symbolOf(name, checker) === symbol)
      values.push(target.parent.right);
  }
  return values;
}

/** Whether a name is given another value inside `node`. */
export function isAssignedIn(node: ts.Node, symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  return namesIn(node, symbol.getName()).some(
    (name) => !ts.isVariableDeclaration(name.parent) && isWritten(name) && symbolOf(name, checker) === symbol,
  );
}

/** Whether a name or place is a target, also one of `[a, b] = …`, `({ a } = …)`, `(a) = …` or of a loop's head. */
export function isWritten(name: ts.Node): boolean {
  const { parent } = name;
  if (isTarget(name)) return true;
  if (ts.isForOfStatement(parent) || ts.isForInStatement(parent)) return parent.initializer === name;
  if (ts.isPropertyAssignment(parent) && parent.initializer !== name) return false;
  const isPattern =
    isWrapping(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    ts.isObjectLiteralExpression(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isShorthandPropertyAssignment(parent) ||
    ts.isSpreadElement(parent) ||
    ts.isSpreadAssignment(parent);
  return isPattern && isWritten(parent);
}

/** Whether an assignment is the `a = 1` of `[a = 1] = list`: the value stands in for what is missing, and mostly another one is given. */
export const isDefault = (assignment: ts.BinaryExpression): boolean => isWritten(assignment);

/** `q` for the `b` of `[a, b] = [p, q];`; null for other targets, and where the values are not listed one by one. */
export function givenInTurn(target: ts.Node): ts.Expression | null {
  const { values, place } = inTurn(target, 'left') ?? {};
  const value = values?.elements[place!];
  return !value || ts.isOmittedExpression(value) ? null : value;
}

/** `b` for the `q` of `[a, b] = [p, q];`; null for other values, and where that is a pattern of its own or has a default. */
export function targetInTurn(value: ts.Node): ts.Expression | null {
  const { targets, place } = inTurn(value, 'right') ?? {};
  const target = targets?.elements[place!];
  return target &&
    (ts.isIdentifier(target) || ts.isElementAccessExpression(target) || ts.isPropertyAccessExpression(target))
    ? target
    : null;
}

/** The two lists of `[a, b] = [p, q];`, and at which place of one of them something stands. */
function inTurn(
  node: ts.Node,
  side: 'left' | 'right',
): (Record<'targets' | 'values', ts.ArrayLiteralExpression> & { readonly place: number }) | null {
  const list = node.parent;
  const assignment = ts.isArrayLiteralExpression(list) ? list.parent : list;
  if (!isAssignment(assignment) || assignment[side] !== list || !ts.isExpressionStatement(assignment.parent))
    return null;
  const { left: targets, right: values, operatorToken } = assignment;
  if (operatorToken.kind !== ts.SyntaxKind.EqualsToken) return null;
  if (!ts.isArrayLiteralExpression(targets) || !ts.isArrayLiteralExpression(values)) return null;
  const place = (side === 'left' ? targets : values).elements.findIndex((one) => one === node);
  const isShifted = [targets, values].some(({ elements }) => elements.slice(0, place + 1).some(ts.isSpreadElement));
  return place < 0 || isShifted ? null : { targets, values, place };
}

/** Every place of a file that gives a name another value, by the name's text. */
export const assignedNames = indexedBySyntax<ts.Identifier>((node, note) => {
  if (ts.isIdentifier(node) && isWritten(node)) note(node.text, node);
});

/** Whether a name of an outer function or module may be given a new value while the loop runs, by code the loop does not show. */
export function mayBeReassignedElsewhere(symbol: ts.Symbol, loop: ts.Node, checker: ts.TypeChecker): boolean {
  const declaration = declarationOf(symbol);
  if (!declaration) return true;
  if (isConstant(declaration)) return false;
  const around = enclosingFunction(loop);
  return namesIn(enclosingFunction(declaration), symbol.getName()).some(
    (name) =>
      isWritten(name) &&
      symbolOf(name, checker) === symbol &&
      (codeAround(name) !== around || !isDeclaredIn(symbol, around)),
  );
}
