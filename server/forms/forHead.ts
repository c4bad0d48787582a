import { ts } from 'ts-morph';
import { boundOf, isWholeStart, namedStep, stepOf } from './counter.js';
import { isOfNumbers } from '../analysis/source/symbols.js';
import type { HeadTrouble, ItemSource } from './foundLoop.js';

/** What the head of a counted `for` says. */
export interface ForHead {
  readonly counter: ts.Identifier;
  readonly source: ItemSource;
  /** Other variables of the head, which are given their values before the loop. */
  readonly before: readonly (ts.VariableDeclaration | ts.BinaryExpression)[];
}

/** One `name = value` of the head: a declaration, or an assignment to a variable from outside. */
interface Part {
  readonly name: ts.Identifier;
  readonly value: ts.Expression | undefined;
  readonly node: ts.VariableDeclaration | ts.BinaryExpression;
}

/** Takes the head of a `for` loop apart. */
export function readHead(node: ts.ForStatement, checker: ts.TypeChecker): ForHead | HeadTrouble {
  const { initializer, condition, incrementor } = node;
  const trouble = (at: ts.Node, detail: string): HeadTrouble => ({ at, detail });
  const parts = initializer ? partsOf(initializer) : null;
  if (!initializer || !parts) return trouble(initializer ?? node, 'it does not give the counter its first value');
  const declares = ts.isVariableDeclarationList(initializer);
  if (incrementor && isComma(incrementor)) return trouble(incrementor, 'it moves a second variable');
  const moved = incrementor ? movedName(incrementor) : null;
  const own = parts.find((p) => p.name.text === moved);
  if (!incrementor) return trouble(node, 'it does not move the counter');
  if (!own) return trouble(incrementor, unevenStep(incrementor));
  if (!own.value) return trouble(initializer, 'the counter has no start value');
  if (declares && initializer.flags & ts.NodeFlags.Const) return trouble(initializer, 'the counter is a constant');
  const type = checker.getTypeAtLocation(own.value);
  if (type.flags & ts.TypeFlags.BigIntLike) return trouble(own.value, 'the counter is a bigint');
  if (!isOfNumbers(type)) return trouble(own.value, 'nothing says that the start value is a number');
  // Have: a counter with a start value.
  const name = own.name.text;
  const step = stepOf(incrementor, name, checker);
  if (step === null) return trouble(incrementor, unevenStep(incrementor));
  if (!isWholeStart(own.value)) return trouble(own.value, 'the start value may have a fraction');
  const bound = condition ? boundOf(condition, name, step) : null;
  if (!condition || !bound)
    return trouble(condition ?? node, 'the condition does not compare the counter with a bound');
  const outside = declares ? null : usedElsewhere(own.name, node, checker);
  if (outside) return trouble(outside, `\`${name}\` is declared outside the loop and used there, too`);
  // Have: a range, and a counter of the loop's own.
  const others = parts.filter((p) => p !== own);
  const [other] = others;
  const stepName = namedStep(incrementor);
  const range = { kind: 'range', start: own.value, ...bound, step, stepName, isLength: false } as const;
  if (!other) return { counter: own.name, source: { ...range, isTaken: false }, before: [] };
  const early = others.find((p) => !canComeFirst(p, own, parts));
  if (early) return trouble(early.node, 'a second variable and the counter cannot be given their values apart');
  const taken = others.length === 1 && declares ? onlyBound(node, other, bound.bound, checker) : null;
  if (taken && parts[0] === own)
    return { counter: own.name, source: { ...range, bound: taken, isTaken: true }, before: [] };
  // Have: other variables that have to stand before the loop.
  const home = node.parent;
  if (!ts.isBlock(home) && !ts.isSourceFile(home))
    return trouble(other.node, 'the head gives a second variable its value, which would have to stand before the loop');
  for (const part of others) {
    if (inFunction(node, part.name, checker))
      return trouble(part.node, `\`${part.name.text}\` is used in a function: every iteration has its own`);
    if (declares && initializer.flags & ts.NodeFlags.BlockScoped && isNameOfAnother(node, part.name))
      return trouble(part.node, `\`${part.name.text}\` is the name of something else beside the loop, too`);
  }
  return { counter: own.name, source: { ...range, isTaken: false }, before: others.map((p) => p.node) };
}

const unevenStep = (step: ts.Expression): string =>
  `\`${step.getText()}\` does not move the counter by a whole number that stands there, or that is a constant`;

const isComma = (node: ts.Expression): node is ts.BinaryExpression =>
  ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.CommaToken;

function partsOf(initializer: ts.ForInitializer): Part[] | null {
  if (ts.isVariableDeclarationList(initializer)) {
    const parts: Part[] = [];
    for (const node of initializer.declarations) {
      if (!ts.isIdentifier(node.name)) return null;
      parts.push({ name: node.name, value: node.initializer, node });
    }
    return parts;
  }
  if (isComma(initializer)) {
    const [left, right] = [partsOf(initializer.left), partsOf(initializer.right)];
    return left && right ? [...left, ...right] : null;
  }
  return ts.isBinaryExpression(initializer) &&
    initializer.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    ts.isIdentifier(initializer.left)
    ? [{ name: initializer.left, value: initializer.right, node: initializer }]
    : null;
}

/** The variable that `i++` or `i += 2` moves. */
function movedName(update: ts.Expression): string | null {
  const target =
    ts.isPrefixUnaryExpression(update) || ts.isPostfixUnaryExpression(update)
      ? update.operand
      : ts.isBinaryExpression(update)
        ? update.left
        : null;
  return target && ts.isIdentifier(target) ? target.text : null;
}

/** A use of an outer counter that can see what the loop leaves in it; null where every loop begins it anew. */
function usedElsewhere(name: ts.Identifier, loop: ts.ForStatement, checker: ts.TypeChecker): ts.Node | null {
  const symbol = checker.getSymbolAtLocation(name);
  const declaration = symbol?.valueDeclaration;
  if (!declaration || !(ts.isVariableDeclaration(declaration) || ts.isParameter(declaration))) return name;
  let home: ts.Node = declaration.parent;
  while (!ts.isFunctionLike(home) && !ts.isSourceFile(home)) home = home.parent;
  // A loop around this one begins the counter before it, and meets what it leaves.
  const begins = (node: ts.Node): node is ts.ForStatement & { readonly initializer: ts.Expression } =>
    ts.isForStatement(node) &&
    (node === loop || loop.pos < node.pos || loop.end > node.end) &&
    node.initializer !== undefined &&
    (partsOf(node.initializer)?.some((p) => p.value && checker.getSymbolAtLocation(p.name) === symbol) ?? false);
  const isUse = (node: ts.Node): boolean => {
    if (!ts.isIdentifier(node) || node.text !== name.text || isDeclared(node)) return false;
    const { parent } = node;
    if (ts.isExportSpecifier(parent)) return true;
    const used =
      ts.isShorthandPropertyAssignment(parent) && parent.name === node
        ? checker.getShorthandAssignmentValueSymbol(parent)
        : checker.getSymbolAtLocation(node);
    return used === symbol;
  };
  let found: ts.Node | null = null;
  const visit = (node: ts.Node, covered: boolean, nested: boolean): void => {
    if (found) return;
    if (isUse(node) && (!covered || nested)) found = node;
    const inner = nested || (node !== home && ts.isFunctionLike(node));
    if (!begins(node)) return ts.forEachChild(node, (child) => visit(child, covered, inner));
    for (const part of partsOf(node.initializer)!) if (part.value) visit(part.value, covered, inner);
    for (const part of [node.condition, node.incrementor, node.statement]) if (part) visit(part, true, inner);
  };
  visit(home, false, false);
  return found ?? exportOf(declaration);
}

/** `var i` again, which does not change it. */
const isDeclared = (node: ts.Identifier): boolean =>
  (ts.isVariableDeclaration(node.parent) || ts.isParameter(node.parent)) && node.parent.name === node;

function exportOf(declaration: ts.VariableDeclaration | ts.ParameterDeclaration): ts.Node | null {
  const statement = declaration.parent.parent;
  if (!ts.isVariableStatement(statement)) return null;
  return statement.modifiers?.find((m) => m.kind === ts.SyntaxKind.ExportKeyword) ?? null;
}

/** Whether a variable of the head can have its value before the counter has its own: neither can tell. */
function canComeFirst(part: Part, counter: Part, parts: readonly Part[]): boolean {
  if (parts.indexOf(part) < parts.indexOf(counter) || !part.value) return true;
  const start = counter.value!;
  if (mentionsName(part.value, counter.name.text)) return false;
  return ts.isNumericLiteral(start) || (isStill(start) && isStill(part.value) && !mentionsName(start, part.name.text));
}

/** Whether evaluating an expression changes nothing. */
function isStill(node: ts.Node): boolean {
  if (
    ts.isCallExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isTaggedTemplateExpression(node) ||
    ts.isAwaitExpression(node) ||
    ts.isYieldExpression(node) ||
    ts.isDeleteExpression(node) ||
    ts.isPostfixUnaryExpression(node) ||
    (ts.isPrefixUnaryExpression(node) && node.operator !== ts.SyntaxKind.MinusToken) ||
    (ts.isBinaryExpression(node) && node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment && isAssigning(node))
  )
    return false;
  return ts.forEachChild(node, (child) => !isStill(child) || undefined) === undefined;
}

const isAssigning = ({ operatorToken: { kind } }: ts.BinaryExpression): boolean =>
  kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;

function mentionsName(node: ts.Node, name: string): boolean {
  if (ts.isIdentifier(node)) return node.text === name;
  return ts.forEachChild(node, (child) => mentionsName(child, name) || undefined) ?? false;
}

/** The value of a variable that is the bound and nothing else: it can stand in its place. */
function onlyBound(
  loop: ts.ForStatement,
  part: Part,
  bound: ts.Expression,
  checker: ts.TypeChecker,
): ts.Expression | null {
  if (!part.value || !ts.isIdentifier(bound)) return null;
  const symbol = checker.getSymbolAtLocation(part.name);
  if (checker.getSymbolAtLocation(bound) !== symbol) return null;
  // A `var` may be used behind the loop; there, `outlivingVars` refuses the loop.
  let uses = 0;
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === part.name.text) uses++;
    ts.forEachChild(node, visit);
  };
  visit(loop);
  return uses === 2 ? part.value : null;
}

/** Whether a function inside a loop uses a name: it would keep the value of its iteration. */
function inFunction(loop: ts.ForStatement, name: ts.Identifier, checker: ts.TypeChecker): boolean {
  const symbol = checker.getSymbolAtLocation(name);
  const visit = (node: ts.Node, nested: boolean): boolean => {
    if (nested && ts.isIdentifier(node) && node.text === name.text && checker.getSymbolAtLocation(node) === symbol)
      return true;
    return ts.forEachChild(node, (child) => visit(child, nested || ts.isFunctionLike(node)) || undefined) ?? false;
  };
  return visit(loop.statement, false);
}

/** Whether a name stands beside the loop in its block, where it would be another variable's; parameters belong to a body. */
function isNameOfAnother(loop: ts.ForStatement, name: ts.Identifier): boolean {
  const { parent: block } = loop;
  const owner = block.parent;
  const around: readonly ts.Node[] = !owner
    ? []
    : ts.isFunctionLike(owner)
      ? owner.parameters
      : ts.isCatchClause(owner) && owner.variableDeclaration
        ? [owner.variableDeclaration]
        : [];
  if (around.some((node) => mentionsName(node, name.text))) return true;
  return ts.forEachChild(block, (child) => (child !== loop && mentionsName(child, name.text)) || undefined) ?? false;
}
