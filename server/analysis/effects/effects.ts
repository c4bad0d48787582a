import { ts } from 'ts-morph';
import { ANY, type Access, type Effects, type Origin } from '../source/access.js';
import { resolveCallee } from '../calls/callees.js';
import { isAssignment, isIncrement } from '../source/assignments.js';
import { noteAssignment, noteDeclaration, noteIteration, notePattern, noteWrite } from './effectsOfAssignments.js';
import { noteCall, noteCallee } from './effectsOfCalls.js';
import { noteConstruction } from './effectsOfConstruction.js';
import { noteYield } from './effectsOfGenerators.js';
import { noteOwnAccessors } from './effectsOfAccessors.js';
import { noteAwaited, noteConversion, noteIterated, noteKey } from './effectsOfConversions.js';
import { noteComparison, notePart, noteText } from './effectsOfReads.js';
import { EffectWalk, type Noted, type WriteAnywhere } from './effectWalk.js';
import type { Summaries } from './summaries.js';
import { createOrigins, type Origins } from '../origins/origins.js';
import { type FunctionNode, isDeclaredIn, isFunctionNode, isPrimitive } from '../source/symbols.js';

/** Reads the effects of code inside one region, a loop or a function. */
export interface EffectReader {
  readonly region: ts.Node;
  readonly origins: Origins;
  /** What evaluating `node` reads, writes and does, callees included. */
  effectsOf(node: ts.Node): Effects;
}

export function createEffectReader(region: ts.Node, checker: ts.TypeChecker, summaries: Summaries): EffectReader {
  const origins = createOrigins(region, checker);
  const memo = new Map<ts.Node, Effects>();
  /** The parts of what has been walked over: what a node does is the same by itself and in the code around it. */
  const parts = new Map<ts.Node, { readonly whole: Effects; readonly noted: Noted }>();
  const walk = (node: ts.Node): Effects => {
    const noted = new Map<ts.Node, Noted>();
    const whole = new EffectWalk(region, checker, summaries, visit, { origins, noted }).run(node);
    for (const [part, range] of noted) if (!parts.has(part)) parts.set(part, { whole, noted: range });
    return whole;
  };
  const sliced = ({ whole, noted: [from, to, begin, end] }: { whole: Effects; noted: Noted }): Effects => ({
    accesses: whole.accesses.slice(from, to),
    outside: whole.outside.slice(begin, end),
  });
  const effectsOf = (node: ts.Node): Effects => {
    let effects = memo.get(node);
    if (!effects) {
      const part = parts.get(node);
      memo.set(node, (effects = part ? sliced(part) : walk(node)));
    }
    return effects;
  };
  return { region, origins, effectsOf };
}

/**
 * What evaluating a top-level statement of a file, and running the functions in it, writes; callees included. Each function
 * is walked over by itself, as if called; what a name of the file holds is found out from the whole file.
 */
export function createFileWalk(
  file: ts.SourceFile,
  checker: ts.TypeChecker,
  summaries: Summaries,
): (part: ts.Statement) => { readonly accesses: readonly Access[]; readonly anywhere: readonly WriteAnywhere[] } {
  const origins = createOrigins(file, checker);
  return (part) => {
    const functions: FunctionNode[] = [];
    const top = new EffectWalk(file, checker, summaries, visit, { origins, writesOnly: true, apart: functions });
    top.visit(part);
    const found = [...top.accesses];
    const anywhere = [...top.anywhere];
    for (const fn of functions) {
      const walk = new EffectWalk(fn, checker, summaries, visit, { writesOnly: true });
      walk.visit(fn);
      anywhere.push(...walk.anywhere);
      for (const access of walk.accesses) {
        found.push(access);
        if (!access.content || isDeclaredIn(access.symbol, fn)) continue;
        const { accesses, isUnknown } = throughNames(access, origins);
        found.push(...accesses);
        if (isUnknown) anywhere.push({ node: access.node, part: access.path.at(-1) ?? ANY });
      }
    }
    return { accesses: found, anywhere };
  };
}

/** A write inside an object that a name of a file holds, as a write of every other name of that object; and whether it may be any. */
export function throughNames(
  access: Access,
  origins: Origins,
): { readonly accesses: readonly Access[]; readonly isUnknown: boolean } {
  const { path } = access;
  const symbol = nameOfThis(access.symbol);
  const all = symbol ? originsBehind(symbol, path.length > 1, origins) : (['unknown'] as const);
  return {
    accesses: all.flatMap((o) =>
      typeof o === 'string' || o.symbol === symbol
        ? []
        : { ...access, symbol: o.symbol, path: isWholeModule(o.symbol) ? [...o.path, path.at(-1) ?? ANY] : path },
    ),
    isUnknown: all.includes('unknown'),
  };
}

/** Of a module, the first step says which of its exports it is. */
const isWholeModule = ({ declarations: [declaration] = [] }: ts.Symbol): boolean =>
  declaration !== undefined && (ts.isNamespaceImport(declaration) || ts.isSourceFile(declaration));

function originsBehind(symbol: ts.Symbol, isDeeper: boolean, origins: Origins): readonly Origin[] {
  const [declaration] = symbol.declarations ?? [];
  // `export default { limits }` has no name.
  if (declaration && ts.isExportAssignment(declaration))
    return [...origins.of(declaration.expression), ...(isDeeper ? origins.inside(declaration.expression) : [])];
  return [...origins.ofName(symbol), ...(isDeeper ? origins.insideName(symbol) : [])];
}

/** The name that an object has whose method `this` stands in, where it is written as a literal; null where it has none. */
function nameOfThis(symbol: ts.Symbol): ts.Symbol | null {
  const [made] = symbol.declarations ?? [];
  if (!made || !ts.isObjectLiteralExpression(made)) return symbol;
  const { parent } = made;
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)
    ? ((parent as { symbol?: ts.Symbol }).symbol ?? null)
    : null;
}

/** Notes what evaluating `node` does, by its syntax. */
function visit(walk: EffectWalk, node: ts.Node): void {
  if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
  if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
  // What is walked over is read while the loop runs, whoever asks for the head alone.
  if (isWalkedOver(node)) noteWalk(walk, node);
  if (ts.isIdentifier(node)) return walk.binding(node, false);
  if (isAssignment(node)) return noteAssignment(walk, node);
  if (isIncrement(node)) {
    walk.visit(node.operand);
    return noteWrite(walk, node.operand);
  }
  if (ts.isDeleteExpression(node)) {
    walk.visit(node.expression);
    return noteWrite(walk, node.expression);
  }
  if (ts.isBinaryExpression(node)) noteComparison(walk, node);
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return notePart(walk, node);
  if (ts.isCallExpression(node)) return noteCall(walk, node);
  if (ts.isNewExpression(node)) return noteConstruction(walk, node);
  if (ts.isVariableDeclaration(node) || ts.isParameter(node)) return noteDeclaration(walk, node);
  if (ts.isObjectBindingPattern(node) || ts.isArrayBindingPattern(node)) return notePattern(walk, node, undefined);
  if (ts.isForOfStatement(node) || ts.isForInStatement(node)) return noteIteration(walk, node);
  if (ts.isComputedPropertyName(node)) return noteKey(walk, node.expression);
  if (ts.isShorthandPropertyAssignment(node)) return walk.binding(node.name, false);
  if (ts.isPropertyAssignment(node)) {
    if (ts.isComputedPropertyName(node.name)) walk.visit(node.name);
    return walk.visit(node.initializer);
  }
  if (ts.isSpreadElement(node) || ts.isSpreadAssignment(node)) {
    walk.visit(node.expression);
    if (ts.isSpreadElement(node)) noteIterated(walk, node.expression);
    else noteOwnAccessors(walk, node.expression, 'get');
    return walk.everything(node.expression);
  }
  if (ts.isSwitchStatement(node) && hasObjectCase(node, walk.checker) && walk.mayBeShared(node.expression))
    walk.note('identity', node.expression, node.expression.getText());
  if (ts.isPrefixUnaryExpression(node) && node.operator !== ts.SyntaxKind.ExclamationToken)
    noteConversion(walk, node.operand);
  if (ts.isTemplateSpan(node)) noteText(walk, node.expression);
  if (ts.isFunctionDeclaration(node) && node !== walk.region && node.name) walk.binding(node.name, true);
  if (ts.isTaggedTemplateExpression(node)) {
    const { tag, template } = node;
    const values = ts.isTemplateExpression(template) ? template.templateSpans.map((span) => span.expression) : [];
    walk.note('unknown-call', node, tag.getText());
    noteCallee(walk, resolveCallee(tag, walk.checker), node, [template, ...values]);
  }
  if (node.kind === ts.SyntaxKind.ThisKeyword) walk.note('this', node, 'this');
  if (ts.isYieldExpression(node)) noteYield(walk, node);
  if (node.kind === ts.SyntaxKind.SuperKeyword) walk.note('unknown-call', node, node.getText().slice(0, 20));
  if (ts.isAwaitExpression(node)) {
    walk.note('awaits', node, 'await');
    noteAwaited(walk, node.expression);
  }
  if (ts.isMetaProperty(node)) walk.note('module-url', node, node.getText());
  if (
    ts.isClassLike(node) ||
    ts.isJsxElement(node) ||
    ts.isJsxSelfClosingElement(node) ||
    ts.isJsxFragment(node) ||
    ts.isWithStatement(node)
  ) {
    walk.note('unknown-call', node, node.getText().slice(0, 20));
  }
  ts.forEachChild(node, (child) => {
    // Names of declarations, labels and properties are not reads.
    if (ts.isIdentifier(child) && isMereName(child, node)) return;
    walk.visit(child);
  });
}

/** Of the items of an array that has a name only themselves are read; whoever uses one reads what is in it. */
function noteWalk(walk: EffectWalk, list: ts.Expression): void {
  const loop = list.parent;
  const isNamed = ts.isIdentifier(list) || ts.isPropertyAccessExpression(list) || ts.isElementAccessExpression(list);
  const isPlain = ts.isForOfStatement(loop) && !loop.awaitModifier && ts.isVariableDeclarationList(loop.initializer);
  if (!isNamed || !isPlain || !walk.checker.isArrayType(walk.checker.getTypeAtLocation(list)))
    return walk.everything(list);
  walk.touch(false, list, [{ kind: 'item', loop }], list);
}

/** Whether a `switch` may find an object: of two values of which one is a number or a text, identity is not asked. */
const hasObjectCase = ({ caseBlock }: ts.SwitchStatement, checker: ts.TypeChecker): boolean =>
  caseBlock.clauses.some(
    (clause) => ts.isCaseClause(clause) && !isPrimitive(checker.getTypeAtLocation(clause.expression), checker),
  );

function isWalkedOver(node: ts.Node): node is ts.Expression {
  const { parent } = node;
  return (
    parent !== undefined && (ts.isForOfStatement(parent) || ts.isForInStatement(parent)) && parent.expression === node
  );
}

function isMereName(child: ts.Identifier, parent: ts.Node): boolean {
  if (ts.isBreakOrContinueStatement(parent) || ts.isLabeledStatement(parent)) return true;
  if (isFunctionNode(parent) || ts.isClassLike(parent)) return parent.name === child;
  if (ts.isBindingElement(parent)) return parent.name === child || parent.propertyName === child;
  return false;
}
