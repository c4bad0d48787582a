/** The part of a file that is timed: the loop and what belongs to it, as nodes. */
import { ts } from 'ts-morph';
import { TimingError } from '../timingError.js';

/** Lives for one call: it holds AST nodes. */
export interface Region {
  readonly kind: 'expression' | 'statements';
  /** One expression, or neighbouring statements. */
  readonly nodes: readonly ts.Node[];
  readonly start: number;
  readonly end: number;
  /** The variable that receives the value of the expression, where it is as simple as that. */
  readonly valueName: string | null;
  /** Whether anyone takes the value of the expression. */
  readonly valueUsed: boolean;
  /** It awaits at its own level. */
  readonly awaits: boolean;
  readonly usesThis: boolean;
  /** Labels outside that it jumps to. */
  readonly labels: readonly string[];
}

/** Finds what the range `[start, end)` covers: an expression with the `await` around it, or whole statements. */
export function findRegion(source: ts.SourceFile, start: number, end: number): Region {
  const text = source.text.slice(start, end);
  const from = start + text.length - text.trimStart().length;
  const to = start + text.trimEnd().length;
  let node: ts.Node = source;
  for (;;) {
    const inner: ts.Node | undefined = ts.forEachChild(node, (child) =>
      child.getStart(source) <= from && child.end >= to ? child : undefined,
    );
    if (!inner) break;
    node = inner;
  }
  if (holdsStatements(node))
    return describe(
      'statements',
      statementsOf(node).filter((one) => one.end > from && one.getStart(source) < to),
    );
  while (!isExpressionNode(node) && !ts.isStatement(node)) node = node.parent;
  if (isExpressionNode(node)) {
    for (let outer = awaitingParent(node); outer; outer = awaitingParent(node)) node = outer;
    if (!ts.isExpressionStatement(node.parent)) return describe('expression', [node]);
    node = node.parent;
  }
  while (ts.isLabeledStatement(node.parent)) node = node.parent;
  return describe('statements', [node]);
}

/** The names that the statements of a region declare for the rest of their block. */
export function declaredIn(region: Region): string[] {
  if (region.kind === 'expression') return region.valueName === null ? [] : [region.valueName];
  return region.nodes.flatMap((node) => {
    if (ts.isVariableStatement(node)) return node.declarationList.declarations.flatMap((one) => namesOf(one.name));
    if ((ts.isFunctionDeclaration(node) || ts.isClassDeclaration(node)) && node.name) return [node.name.text];
    return [];
  });
}

/** Every name that a binding pattern declares. */
export function namesOf(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? namesOf(element.name) : []));
}

function describe(kind: Region['kind'], nodes: readonly ts.Node[]): Region {
  const first = nodes[0];
  if (!first) throw new TimingError('The loop is not where it should be: the file has changed. Save it and try again.');
  const found = { awaits: false, usesThis: false, labels: new Set<string>() };
  for (const node of nodes) inspect(node, found, false, []);
  const target = receiver(first);
  return {
    kind,
    nodes,
    start: first.getStart(),
    end: nodes[nodes.length - 1]!.end,
    valueName: kind === 'expression' ? target : null,
    valueUsed: kind === 'expression',
    awaits: found.awaits,
    usesThis: found.usesThis,
    labels: [...found.labels],
  };
}

/** Looks for what ties the region to its function; `nested` is true inside functions with a `this` of their own. */
function inspect(
  node: ts.Node,
  found: { awaits: boolean; usesThis: boolean; labels: Set<string> },
  nested: boolean,
  labels: readonly string[],
  inFunction = false,
): void {
  if (!inFunction && (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier)))
    found.awaits = true;
  if (!inFunction && ts.isYieldExpression(node))
    throw new TimingError('Loops that yield cannot be timed by themselves.');
  if (!nested) {
    if (node.kind === ts.SyntaxKind.ThisKeyword) found.usesThis = true;
    if (
      node.kind === ts.SyntaxKind.SuperKeyword ||
      (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.NewKeyword)
    ) {
      throw new TimingError('Loops that use `super` or `new.target` cannot be timed by themselves.');
    }
    if (ts.isIdentifier(node) && node.text === 'arguments' && !ts.isPropertyAccessExpression(node.parent)) {
      throw new TimingError('Loops that use `arguments` cannot be timed by themselves: name the parameters.');
    }
    if (ts.isPrivateIdentifier(node))
      throw new TimingError(`Loops that use private members (\`${node.text}\`) cannot be timed by themselves yet.`);
  }
  if (!inFunction && ts.isBreakOrContinueStatement(node) && node.label && !labels.includes(node.label.text))
    found.labels.add(node.label.text);
  const within = ts.isLabeledStatement(node) ? [...labels, node.label.text] : labels;
  const enters = ts.isFunctionLike(node) || ts.isClassLike(node);
  const rebinds = enters && !ts.isArrowFunction(node);
  ts.forEachChild(node, (child) => inspect(child, found, nested || rebinds, within, inFunction || enters));
}

/** The variable that the value of an expression goes to. */
function receiver(node: ts.Node): string | null {
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) && parent.initializer === node && ts.isIdentifier(parent.name))
    return parent.name.text;
  return null;
}

/** What belongs to an expression from outside: parentheses, `Promise.all(…)` and `await`. */
function awaitingParent(node: ts.Node): ts.Node | null {
  const { parent } = node;
  if (ts.isAwaitExpression(parent)) return parent;
  if (ts.isParenthesizedExpression(parent) || ts.isAsExpression(parent) || ts.isSatisfiesExpression(parent))
    return parent;
  if (
    ts.isCallExpression(parent) &&
    parent.arguments[0] === node &&
    /^Promise\s*\.\s*all(Settled)?$/.test(parent.expression.getText())
  )
    return parent;
  return null;
}

function isExpressionNode(node: ts.Node): node is ts.Expression {
  return (
    ts.isExpression(node) &&
    !(ts.isIdentifier(node) && ts.isVariableDeclaration(node.parent) && node.parent.name === node)
  );
}

export function holdsStatements(
  node: ts.Node,
): node is ts.SourceFile | ts.Block | ts.ModuleBlock | ts.CaseOrDefaultClause {
  return ts.isSourceFile(node) || ts.isBlock(node) || ts.isModuleBlock(node) || ts.isCaseOrDefaultClause(node);
}

function statementsOf(
  node: ts.SourceFile | ts.Block | ts.ModuleBlock | ts.CaseOrDefaultClause,
): readonly ts.Statement[] {
  return node.statements;
}
