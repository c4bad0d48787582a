import { ts } from 'ts-morph';
import type { DeclinedLoop, FoundLoop } from '../../forms/foundLoop.js';
import { indentAt } from '../../nodeText.js';
import type { Effects } from '../source/access.js';
import { computesAsNeeded } from './asNeeded.js';
import { isAssignedIn } from '../source/assignments.js';
import { resolveCallee } from '../calls/callees.js';
import { costOf, HEAVY } from '../effects/cost.js';
import { createEffectReader, type EffectReader } from '../effects/effects.js';
import { inlinedBody, type InlinedBody, type Returns } from './inlinedBody.js';
import type { FileAnalysis } from '../program/programFacts.js';
import { familyOf, whyNotRebuilt } from '../transfer/rebuilt.js';
import type { SameLoop } from './sameLoop.js';
import { filesWith } from '../source/filesBehind.js';
import { memberWrites } from '../source/memberWrites.js';
import { contains, isOnCondition } from '../calls/control.js';
import { mayThrow } from '../calls/mayThrow.js';
import {
  declarationOf,
  type FunctionNode,
  isConstant,
  isDeclaredIn,
  isFunctionNode,
  symbolOf,
  unwrap,
} from '../source/symbols.js';

type Patch = SameLoop['patches'][number];

/**
 * The same loop, with the statements of a function in the place of its call, where the function both computes and has effects:
 * of `for (const file of files) report(file);` nothing could move to a worker otherwise.
 *
 * @param taken names that are given already
 * @returns null where there is no such call, or a function that cannot stand there
 */
export function inlinedCalls(
  loop: FoundLoop | DeclinedLoop,
  { reading: { checker }, summaries }: FileAnalysis,
  taken: Set<string>,
): SameLoop | null {
  if (!('body' in loop) || loop.isNamed) return null;
  const reader = createEffectReader(loop.node, checker, summaries);
  const patches: Patch[] = [];
  for (const call of callsIn(loop.body)) {
    const isTaken = patches.some(({ start, end }) => call.pos < end && call.end > start);
    const patch = isTaken ? null : patchOf(call, { loop, reader, checker, taken });
    if (patch) patches.push(patch);
  }
  return patches.length > 0 ? { patches, assumed: [] } : null;
}

/** The calls of a body that are made in any case, the outer ones first, outside of functions in it. */
function callsIn(body: ts.Node): ts.CallExpression[] {
  const calls: ts.CallExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (isFunctionNode(node)) return;
    if (ts.isCallExpression(node) && !ts.isOptionalChain(node)) calls.push(node);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return calls;
}

interface Context {
  readonly loop: FoundLoop;
  readonly reader: EffectReader;
  readonly checker: ts.TypeChecker;
  readonly taken: Set<string>;
}

function patchOf(call: ts.CallExpression, context: Context): Patch | null {
  const { loop, reader, checker, taken } = context;
  const called = functionOf(call, checker);
  if (!called || contains(called.fn, loop.node) || contains(loop.node, called.fn)) return null;
  // A constant or class that is declared later may not be there yet.
  if (!ts.isFunctionDeclaration(called.fn) && called.fn.pos > loop.node.pos) return null;
  if (!called.fn.body || costOf(called.fn.body, checker) < HEAVY || computesAsNeeded(called.fn, checker)) return null;
  const effects = reader.effectsOf(call);
  if (!changesSomething(effects, loop.body)) return null;
  // Have: one function of this file that computes and has effects.
  const place = placeOf(call, loop, effects, checker);
  if (!place) return null;
  const { text } = call.getSourceFile();
  const base = indentAt(text, place.start);
  const indent = place.isInBlock ? base : `${base}  `;
  const written = inlinedBody({ call, ...called, checker, loop: loop.node, taken, indent }, place.returns);
  if (!written) return null;
  const lines = place.write(written);
  if (!lines) return null;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const block = lines.join(`${eol}${indent}`);
  const isBare = place.isInBlock || lines.length === 0;
  // What ends without a semicolon leaves the one of the call, which may stand before the next statement.
  const end = isBare && written.isOpen && place.beforeSemicolon !== undefined ? place.beforeSemicolon : place.end;
  return {
    start: place.start,
    end,
    text: isBare ? block : `{${eol}${indent}${block}${eol}${base}}`,
  };
}

/** The one function of the file that a call runs, and what `this` is there. */
function functionOf(
  call: ts.CallExpression,
  checker: ts.TypeChecker,
): { readonly fn: FunctionNode; readonly self: string | null } | null {
  const callee = resolveCallee(call.expression, checker);
  if (callee.kind !== 'program' || callee.closure) return null;
  const [fn, more] = callee.functions;
  if (!fn || more || fn.getSourceFile() !== call.getSourceFile()) return null;
  if (!callee.receiver) return { fn, self: null };
  const receiver = unwrap(callee.receiver);
  if (!ts.isMethodDeclaration(fn) || !ts.isClassDeclaration(fn.parent) || !fn.parent.name) return null;
  const name = fn.name.getText();
  if ([...filesWith(fn.getSourceFile(), checker)].some((file) => memberWrites(file).of(name).length > 0)) return null;
  const isStatic = (ts.getCombinedModifierFlags(fn) & ts.ModifierFlags.Static) !== 0;
  const home = checker.getSymbolAtLocation(fn.parent.name);
  const symbol = ts.isIdentifier(receiver) ? symbolOf(receiver, checker) : undefined;
  if (isStatic) return symbol && symbol === home ? { fn, self: receiver.getText() } : null;
  // Have: a method of instances, which must be the one that runs.
  if (!home || whyNotRebuilt(home, checker) || familyOf(home, checker)?.length !== 1) return null;
  if (receiver.kind === ts.SyntaxKind.ThisKeyword) return { fn, self: 'this' };
  if (!symbol || !isSettled(symbol, checker) || !canBeSeen(fn, call)) return null;
  return { fn, self: receiver.getText() };
}

/** Whether a name has one value where it is used. */
function isSettled(symbol: ts.Symbol, checker: ts.TypeChecker): boolean {
  const declaration = declarationOf(symbol);
  if (!declaration) return false;
  return isConstant(declaration) || (ts.isParameter(declaration) && !isAssignedIn(declaration.parent, symbol, checker));
}

/** Whether no private part of a class is mentioned in a method, or the call stands in the class. */
function canBeSeen(fn: ts.MethodDeclaration, call: ts.Node): boolean {
  const home = fn.parent as ts.ClassDeclaration;
  if (contains(home, call)) return true;
  const isPrivate = (node: ts.Declaration): boolean =>
    (ts.getCombinedModifierFlags(node) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0;
  const hidden = new Set(
    home.members.flatMap((member) => {
      if (ts.isConstructorDeclaration(member))
        return member.parameters.filter(isPrivate).map(({ name }) => name.getText());
      return isPrivate(member) && member.name ? [member.name.getText()] : [];
    }),
  );
  const mentions = (node: ts.Node): boolean =>
    (ts.isPropertyAccessExpression(node) && hidden.has(node.name.text)) ||
    (ts.forEachChild(node, (c) => mentions(c) || undefined) ?? false);
  return hidden.size === 0 || !mentions(fn);
}

const changesSomething = ({ accesses, outside }: Effects, body: ts.Node): boolean =>
  outside.some(({ code }) => code === 'prints' || code === 'writes-files' || code === 'process') ||
  accesses.some((a) => a.write && !isDeclaredIn(a.symbol, body));

/** What the statements of a function take the place of. */
interface Place {
  readonly start: number;
  readonly end: number;
  /** Where the call as a statement ends without its semicolon. */
  readonly beforeSemicolon?: number;
  /** Whether statements can stand there without a block of their own. */
  readonly isInBlock: boolean;
  readonly returns: Returns;
  /** The lines; null where it does not go together. */
  write(body: InlinedBody): readonly string[] | null;
}

function placeOf(call: ts.CallExpression, loop: FoundLoop, effects: Effects, checker: ts.TypeChecker): Place | null {
  const { callback } = loop;
  let node: ts.Expression = call;
  while (ts.isParenthesizedExpression(node.parent)) node = node.parent;
  // `(x) => f(x)`: the whole callback.
  if (callback && callback.body === node) {
    const isUsed = loop.result !== 'none';
    return {
      start: callback.body.getStart(),
      end: callback.body.end,
      isInBlock: false,
      returns: { early: 'return', isUsed },
      write: ({ statements, result }) => [...statements, ...(result === null ? [] : [`return ${result};`])],
    };
  }
  const statement = ts.findAncestor(call, ts.isStatement)!;
  if (!contains(loop.body, statement)) return null;
  const isInBlock = ts.isBlock(statement.parent);
  const at = { start: statement.getStart(), end: statement.end, isInBlock };
  const { parent } = statement;
  const isLast =
    statement === loop.body || (parent === loop.body && ts.isBlock(parent) && parent.statements.at(-1) === statement);
  if (ts.isExpressionStatement(statement) && statement.expression === node)
    return {
      ...at,
      beforeSemicolon: statement.expression.end,
      returns: { early: !isLast ? null : callback ? 'return' : 'continue', isUsed: false },
      write: ({ statements }) => statements,
    };
  if (
    ts.isReturnStatement(statement) &&
    statement.expression === node &&
    callback &&
    statement.parent === callback.body
  )
    return {
      ...at,
      returns: { early: 'return', isUsed: true },
      write: ({ statements, result }) => (result === null ? null : [...statements, `return ${result};`]),
    };
  if (!isFirstOf(statement, node, effects, checker)) return null;
  const own = statement.getSourceFile().text;
  return {
    ...at,
    returns: { early: null, isUsed: true },
    write: ({ statements, result, type, isOpen }) => {
      if (result === null) return null;
      const name = ts.isVariableDeclaration(node.parent) && !node.parent.type && type ? node.parent.name : null;
      const [before, behind] = name ? [name.end, `: ${type}`] : [at.start, ''];
      const start = `${own.slice(at.start, before)}${behind}${own.slice(before, node.getStart())}`;
      const whole = `${start}${result}${own.slice(node.end, at.end)}`;
      // It would go on with the line before.
      const isApart = isOpen && whole.startsWith('(');
      return [...statements, isApart ? `;${whole}` : whole];
    },
  };
}

/** Whether a call is the first in its statement that does anything: what is evaluated before it, the function leaves as it is. */
function isFirstOf(statement: ts.Statement, call: ts.Expression, effects: Effects, checker: ts.TypeChecker): boolean {
  const changed = new Set(effects.accesses.filter((a) => a.write).map((a) => a.symbol));
  const isStill = (node: ts.Expression): boolean => {
    const plain = unwrap(node);
    if (ts.isLiteralExpression(plain)) return true;
    if (!ts.isIdentifier(plain)) return false;
    const symbol = symbolOf(plain, checker);
    return symbol !== undefined && (isConstant(declarationOf(symbol)) || !changed.has(symbol));
  };
  const isPlace = (node: ts.Expression): boolean =>
    isStill(node) ||
    (ts.isPropertyAccessExpression(node) && isStill(node.expression)) ||
    (ts.isElementAccessExpression(node) && isStill(node.expression) && isStill(node.argumentExpression));
  // A method of what is not there is an error before anything is computed for it.
  const isMethodThere = (node: ts.Expression): boolean => isPlace(node) && !mayThrow(node, checker);
  let node: ts.Node = call;
  for (; node.parent !== statement; node = node.parent) {
    const { parent } = node;
    const fits =
      (ts.isVariableDeclaration(parent) && parent.initializer === node) ||
      (ts.isVariableDeclarationList(parent) && parent.declarations.length === 1) ||
      (ts.isCallExpression(parent) && parent.arguments[0] === node && isMethodThere(parent.expression)) ||
      (ts.isBinaryExpression(parent) &&
        parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
        parent.right === node &&
        isPlace(parent.left));
    if (!fits || isOnCondition(node)) return false;
  }
  return ts.isVariableStatement(statement) || ts.isExpressionStatement(statement);
}
