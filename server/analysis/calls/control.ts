import { ts } from 'ts-morph';
import { isDefault } from '../source/assignments.js';
import { isFunctionNode, isWrapping, unwrap } from '../source/symbols.js';

/** Questions about control flow, asked of the syntax alone. */

/** Expressions in the head of a nested loop, declarations included. */
export function headOf(node: ts.IterationStatement): ts.Node[] {
  if (ts.isForStatement(node))
    return [node.initializer, node.condition, node.incrementor].filter((p) => p !== undefined);
  if (ts.isForOfStatement(node) || ts.isForInStatement(node))
    return ts.isVariableDeclarationList(node.initializer) ? [node.expression] : [node.expression, node.initializer];
  return [(node as ts.WhileStatement | ts.DoStatement).expression];
}

/** Whether running `node` can leave the iteration of `loop` other than by an error. */
export function leaves(node: ts.Node, loop: ts.Node): boolean {
  let found = false;
  /** Of the statements in the node that stand around the one that is looked at. */
  const labels = new Set<string>();
  const visit = (child: ts.Node, loops: number, switches: number): void => {
    if (isFunctionNode(child) || ts.isClassLike(child)) return;
    if (ts.isReturnStatement(child)) found = true;
    if (ts.isLabeledStatement(child)) {
      labels.add(child.label.text);
      visit(child.statement, loops, switches);
      labels.delete(child.label.text);
      return;
    }
    if (ts.isBreakOrContinueStatement(child)) {
      if (child.label) found ||= !labels.has(child.label.text);
      else if (ts.isBreakStatement(child) ? loops + switches === 0 : loops === 0) found = true;
    }
    const inLoop = ts.isIterationStatement(child, false) && child !== loop ? 1 : 0;
    const inSwitch = ts.isSwitchStatement(child) ? 1 : 0;
    ts.forEachChild(child, (c) => visit(c, loops + inLoop, switches + inSwitch));
  };
  visit(node, 0, 0);
  return found;
}

/** Expressions in the head of a `switch`, and of its cases. */
export const headOfSwitch = ({ expression, caseBlock }: ts.SwitchStatement): ts.Expression[] => [
  expression,
  ...caseBlock.clauses.flatMap((clause) => (ts.isCaseClause(clause) ? [clause.expression] : [])),
];

/**
 * Whether a `switch` is nothing but branches: each case is compared with a plain value, no case with statements runs on into
 * the next one, and none is left in its middle.
 */
export function hasPlainCases({ caseBlock }: ts.SwitchStatement): boolean {
  const { clauses } = caseBlock;
  const isPlain = (node: ts.Expression): boolean =>
    ts.isLiteralExpression(node) ||
    ts.isIdentifier(node) ||
    (ts.isPropertyAccessExpression(node) && isPlain(node.expression)) ||
    (ts.isPrefixUnaryExpression(node) && ts.isLiteralExpression(node.operand));
  return clauses.every((clause, i) => {
    if (ts.isCaseClause(clause) && !isPlain(unwrap(clause.expression))) return false;
    const before = statementsOfCase(clause);
    const end = endOfCase(clause);
    const isEnded = before.length === 0 || i === clauses.length - 1 || (end !== undefined && isExit(end));
    return isEnded && !before.some((s) => isLeft(s));
  });
}

/** What is evaluated to choose what a statement runs, and how often: conditions and heads. */
export function controlsOf(node: ts.Node): ts.Node[] {
  if (ts.isIfStatement(node)) return [node.expression];
  if (ts.isSwitchStatement(node)) return headOfSwitch(node);
  return ts.isIterationStatement(node, false) ? headOf(node) : [];
}

/** The statements of a case, without the `break` at its end and the braces around all. */
export function statementsOfCase(clause: ts.CaseOrDefaultClause): readonly ts.Statement[] {
  const all = inBraces(clause);
  const end = all.at(-1);
  return end && ts.isBreakStatement(end) && !end.label ? all.slice(0, -1) : all;
}

const inBraces = ({ statements }: ts.CaseOrDefaultClause): readonly ts.Statement[] => {
  const [first, more] = statements;
  return first && !more && ts.isBlock(first) ? first.statements : statements;
};

const endOfCase = (clause: ts.CaseOrDefaultClause): ts.Statement | undefined => inBraces(clause).at(-1);

const isExit = (node: ts.Statement): boolean =>
  ts.isBreakOrContinueStatement(node) || ts.isReturnStatement(node) || ts.isThrowStatement(node);

/** Whether a statement of a case may leave its `switch` by a `break`. */
function isLeft(node: ts.Node): boolean {
  if (ts.isBreakStatement(node)) return true;
  if (isFunctionNode(node) || ts.isClassLike(node) || ts.isIterationStatement(node, false)) return false;
  if (ts.isSwitchStatement(node)) return false;
  return ts.forEachChild(node, (child) => isLeft(child) || undefined) ?? false;
}

/** The expressions that a statement evaluates, each once. */
export function forEachOperand(node: ts.Node, visit: (operand: ts.Expression) => void): void {
  if (ts.isExpression(node)) return visit(node);
  if (ts.isVariableDeclaration(node)) return node.initializer && visit(node.initializer);
  ts.forEachChild(node, (child) => {
    if (ts.isExpression(child)) visit(child);
    else if (ts.isVariableDeclarationList(child))
      for (const d of child.declarations) if (d.initializer) visit(d.initializer);
  });
}

/** One expression, evaluated once: its parts come before its effect. */
export const isSimple = (node: ts.Node): boolean =>
  ts.isExpressionStatement(node) || ts.isVariableStatement(node) || ts.isReturnStatement(node);

export function hasOptionalChain(node: ts.Expression): boolean {
  const inner = unwrap(node);
  return (
    (ts.isCallExpression(inner) || ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner)) &&
    (inner.flags & ts.NodeFlags.OptionalChain) !== 0
  );
}

/** Operators that may leave their right side alone. */
export const SHORT_CIRCUIT: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.AmpersandAmpersandEqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
]);

/** Whether a part of an expression or pattern may be left alone when that is evaluated: `b` in `a && b`, `a?.(b)`, `a ? b : c` and `[x = b] = a`. */
export function isOnCondition(part: ts.Node): boolean {
  const { parent } = part;
  if (ts.isConditionalExpression(parent)) return part !== parent.condition;
  if (ts.isBinaryExpression(parent))
    return part === parent.right && (SHORT_CIRCUIT.has(parent.operatorToken.kind) || isDefault(parent));
  if (ts.isCallExpression(parent) || ts.isElementAccessExpression(parent))
    return part !== parent.expression && ts.isOptionalChain(parent);
  if (ts.isBindingElement(parent) || ts.isParameter(parent)) return part === parent.initializer;
  return ts.isShorthandPropertyAssignment(parent) && part === parent.objectAssignmentInitializer;
}

/** Where a write or call has happened: at the end of its whole assignment. */
export function doneAt(node: ts.Node): number {
  const { parent } = node;
  if (ts.isBinaryExpression(parent) && parent.left === node) return parent.end;
  const wraps = ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent) || isWrapping(parent);
  return wraps ? doneAt(parent) : node.end;
}

/** The block or loop that a declaration is valid in. */
export function blockOf(declaration: ts.Node): ts.Node {
  let node = declaration.parent;
  while (!ts.isBlock(node) && !ts.isIterationStatement(node, false) && !ts.isSourceFile(node)) node = node.parent;
  return node;
}

/** The part of `block` that contains `node`. */
export function ancestorIn(node: ts.Node, block: ts.Node): ts.Node | null {
  let current = node;
  while (current.parent && current.parent !== block) current = current.parent;
  return current.parent ? current : null;
}

export const contains = (outer: ts.Node, inner: ts.Node): boolean => inner.pos >= outer.pos && inner.end <= outer.end;
