import { ts } from 'ts-morph';
import { SHORT_CIRCUIT } from '../calls/control.js';
import { has } from './leadState.js';
import type { SplitState } from './splitState.js';
import { declarationOf, forEachUse, isConstant, isDeclaredIn, symbolOf, unwrap } from '../source/symbols.js';

/** Whether a variable has a narrower type in a part of a loop than it would have in a function of its own. */
export function hasNarrowed(node: ts.Node, loop: ts.Node, checker: ts.TypeChecker): boolean {
  if (!isTyped(node)) return false;
  const isNarrower = (use: ts.Node, symbol: ts.Symbol): boolean => {
    const declared = checker.getTypeOfSymbol(symbol);
    return declared.isUnion() && checker.getTypeAtLocation(use) !== declared && !isBooleanOrLiteral(declared);
  };
  const isPart = (part: ts.Node): boolean => {
    const symbol = ts.isPropertyAccessExpression(part) ? checker.getSymbolAtLocation(part.name) : undefined;
    return symbol !== undefined && isNarrower(part, symbol);
  };
  let found = has(node, isPart);
  forEachUse(node, (use) => {
    const symbol = symbolOf(use, checker);
    const declaration = symbol && declarationOf(symbol);
    if (!symbol || !declaration || isDeclaredIn(symbol, loop) || isConstant(declaration)) return;
    // In a function of its own, a variable without a type has none.
    const hasNone = ts.isVariableDeclaration(declaration) && !declaration.type && !declaration.initializer;
    const isVariable = ts.isVariableDeclaration(declaration) || ts.isParameter(declaration);
    found ||= hasNone || (isVariable && isNarrower(use, symbol));
  });
  return found;
}

const isBooleanOrLiteral = (type: ts.Type): boolean =>
  type.isUnion() &&
  type.types.every(
    (t) => t.flags & (ts.TypeFlags.BooleanLike | ts.TypeFlags.StringLiteral | ts.TypeFlags.NumberLiteral),
  );

/**
 * Whether an expression is a test, or a call that asserts something, that gives a narrower type to something that the commit part uses behind it: `isText(x)`,
 * `answer.ok`. A value in its place would not.
 *
 * @param removed what the commit part does without
 */
export function tellsTypes(
  test: ts.Expression,
  { loop, pieces, checker }: Pick<SplitState, 'loop' | 'pieces' | 'checker'>,
  removed: ReadonlySet<ts.Node>,
): boolean {
  const moved = new Set<ts.Node>([...removed, ...pieces.flatMap((p) => p.expression ?? [])]);
  return narrowsIn(loop.body, test, checker, moved);
}

/** Whether a test gives a narrower type to something that a piece of code uses behind it, parts of it apart. */
export function narrowsIn(
  code: ts.Node,
  test: ts.Expression,
  checker: ts.TypeChecker,
  apart: ReadonlySet<ts.Node> = new Set(),
): boolean {
  if (!isTyped(test)) return false;
  const tested = testedBy(test, checker);
  if (tested.length === 0) return false;
  const isOther = (use: ts.Expression): boolean =>
    tested.some(
      (one) => one.getText() === use.getText() && checker.getTypeAtLocation(one) !== checker.getTypeAtLocation(use),
    );
  const visit = (node: ts.Node): boolean => {
    if (apart.has(node)) return false;
    if (node.pos >= test.end && ts.isExpression(node) && isReference(node) && isOther(node)) return true;
    return ts.forEachChild(node, (child) => visit(child) || undefined) ?? false;
  };
  return visit(code);
}

/** Whether a local is such a test by name: `const isText = typeof x === 'string'`. */
export function tellsTypesByName(
  local: ts.Symbol,
  state: Pick<SplitState, 'loop' | 'pieces' | 'checker'>,
  removed: ReadonlySet<ts.Node>,
): boolean {
  const declaration = declarationOf(local);
  return isConstant(declaration) && !!declaration.initializer && tellsTypes(declaration.initializer, state, removed);
}

/** The variables, and the properties of them, that a test may give a narrower type to. */
function testedBy(test: ts.Expression, checker: ts.TypeChecker): ts.Expression[] {
  const node = unwrap(test);
  if (isReference(node)) return [node, ...(ts.isIdentifier(node) ? [] : testedBy(node.expression, checker))];
  if (ts.isPrefixUnaryExpression(node) || ts.isTypeOfExpression(node))
    return testedBy(ts.isTypeOfExpression(node) ? node.expression : node.operand, checker);
  if (ts.isBinaryExpression(node)) {
    const { left, right, operatorToken } = node;
    return SHORT_CIRCUIT.has(operatorToken.kind) || COMPARES.has(operatorToken.kind)
      ? [...testedBy(left, checker), ...testedBy(right, checker)]
      : [];
  }
  if (!ts.isCallExpression(node)) return [];
  const signature = checker.getResolvedSignature(node);
  const predicate = signature && checker.getTypePredicateOfSignature(signature);
  return predicate ? [...node.arguments, node.expression].flatMap((part) => testedBy(part, checker)) : [];
}

const COMPARES: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.InstanceOfKeyword,
  ts.SyntaxKind.InKeyword,
]);

const isReference = (node: ts.Expression): node is ts.Identifier | ts.PropertyAccessExpression =>
  ts.isIdentifier(node) || ts.isPropertyAccessExpression(node);

const isTyped = (node: ts.Node): boolean => /\.[cm]?tsx?$/.test(node.getSourceFile().fileName);
