import { ts } from 'ts-morph';
import type { Origin } from '../source/access.js';
import { resolveCallee } from '../calls/callees.js';
import { type FunctionOrigins, functionOrigins, leaving } from './functionOrigins.js';
import type { Origins } from './origins.js';
import { membersBehind } from '../calls/overrides.js';
import { declarationOf, type FunctionNode, isFunctionNode, symbolOf, unwrap } from '../source/symbols.js';

interface Thrown {
  readonly self: Origin[];
  readonly held: Origin[];
}

/** What is asked of the code that may throw. */
interface Asked extends Pick<Origins, 'of' | 'inside'> {
  readonly checker: ts.TypeChecker;
  /** What a function of the program throws, seen from a call of it. */
  readonly thrownAt: (fn: FunctionNode, call: ts.CallExpression | ts.NewExpression | null) => FunctionOrigins;
}

/**
 * Where the objects come from that code may throw, and what they hold: those of its `throw` statements and of the functions
 * that it runs. Errors of the language and of packages are new.
 */
export function thrownIn(code: ts.Node, asked: Asked): FunctionOrigins {
  const all: Thrown = { self: [], held: [] };
  ts.forEachChild(code, (child) => visit(child, asked, all));
  return all;
}

/**
 * The same of a function of the program, relative to its parameters and outer names.
 *
 * @param originsIn makes the origins of the function's own code
 */
export function thrownOrigins(
  fn: FunctionNode,
  checker: ts.TypeChecker,
  originsIn: (fn: FunctionNode) => Origins,
): FunctionOrigins {
  const { body } = fn;
  if (!body || isFunctionNode(body) || ts.isClassLike(body)) return { self: [], held: [] };
  // What the function itself is asked for is what it returns.
  return functionOrigins(body, checker, () => {
    const { self, held } = originsIn(fn).thrown(fn);
    return { self: leaving(fn, self), held: leaving(fn, held) };
  });
}

function visit(node: ts.Node, asked: Asked, all: Thrown): void {
  // Another function throws where it is called.
  if ((isFunctionNode(node) && !isGiven(node)) || ts.isClassLike(node)) return;
  if (ts.isTryStatement(node) && node.catchClause) {
    visit(node.catchClause.block, asked, all);
    if (node.finallyBlock) visit(node.finallyBlock, asked, all);
    return;
  }
  if (ts.isThrowStatement(node)) {
    all.self.push(...asked.of(node.expression));
    all.held.push(...asked.inside(node.expression));
  }
  if (ts.isCallExpression(node)) ofCall(node, asked, all);
  if (ts.isNewExpression(node)) ofConstruction(node, asked, all);
  if (ts.isPropertyAccessExpression(node)) ofAccessors(node, asked, all);
  const isWaiting = ts.isAwaitExpression(node) && !ts.isCallExpression(unwrap(node.expression));
  const isForAwait = ts.isForOfStatement(node) && node.awaitModifier !== undefined;
  if (isWaiting || isForAwait || ts.isYieldExpression(node) || ts.isTaggedTemplateExpression(node))
    all.self.push('unknown');
  ts.forEachChild(node, (child) => visit(child, asked, all));
}

/** Whether a function literal stands where it is run: called, or given to what is called. */
const isGiven = (fn: FunctionNode): boolean =>
  ts.isCallExpression(fn.parent) || ts.isNewExpression(fn.parent) || ts.isParenthesizedExpression(fn.parent);

function ofCall(call: ts.CallExpression, asked: Asked, all: Thrown): void {
  for (const given of [call.expression, ...call.arguments]) {
    const isCallback = given !== call.expression;
    if (isFunctionNode(unwrap(given))) continue;
    if (isCallback && asked.checker.getTypeAtLocation(given).getCallSignatures().length === 0) continue;
    const callee = resolveCallee(given, asked.checker);
    if (callee.kind === 'unknown' || callee.kind === 'parameter') all.self.push('unknown');
    if (callee.kind === 'program')
      for (const fn of callee.functions) add(asked.thrownAt(fn, isCallback ? null : call), all);
  }
}

function ofAccessors({ expression, name }: ts.PropertyAccessExpression, asked: Asked, all: Thrown): void {
  const declared = asked.checker.getSymbolAtLocation(name)?.declarations ?? [];
  const behind = membersBehind(expression, name.text, asked.checker);
  for (const member of new Set([...declared, ...behind]))
    if (ts.isAccessor(member) && member.body) add(asked.thrownAt(member, null), all);
}

function ofConstruction(made: ts.NewExpression, asked: Asked, all: Thrown): void {
  const symbol = ts.isIdentifier(made.expression) ? symbolOf(made.expression, asked.checker) : undefined;
  const declaration = symbol && declarationOf(symbol);
  if (!declaration || declaration.getSourceFile().isDeclarationFile) return;
  if (!ts.isClassLike(declaration)) return void all.self.push('unknown');
  const constructor = declaration.members.find(ts.isConstructorDeclaration);
  if (constructor) add(asked.thrownAt(constructor, made), all);
}

function add({ self, held }: FunctionOrigins, all: Thrown): void {
  all.self.push(...self);
  all.held.push(...held);
}
