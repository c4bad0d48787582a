import { ts } from 'ts-morph';
import type { DeclinedLoop, FoundLoop } from '../../forms/foundLoop.js';
import { indentAt } from '../../nodeText.js';
import { uniqueName } from '../../uniqueName.js';
import type { Access, Effects } from '../source/access.js';
import { isOnCondition } from '../calls/control.js';
import { costOf } from '../effects/cost.js';
import { createEffectReader } from '../effects/effects.js';
import type { FileAnalysis } from '../program/programFacts.js';
import type { SameLoop } from './sameLoop.js';
import { isDeclaredIn, isFunctionNode } from '../source/symbols.js';

/**
 * The same loop, in which cheap calls that change something, such as `random()` in `hits += trial(random())`, stand in constants of
 * their own before the statement: that part can run ahead of the rest then.
 *
 * @returns null where there is no such call, or something may see that it is done first
 */
export function drawnFirst(
  { node, ...loop }: FoundLoop | DeclinedLoop,
  { reading: { checker }, summaries }: FileAnalysis,
  taken: Set<string>,
): SameLoop | null {
  if (!('body' in loop)) return null;
  const { body } = loop;
  const reader = createEffectReader(node, checker, summaries);
  const changesOf = (effects: Effects): readonly Access[] =>
    effects.accesses.filter((a) => a.write && !isDeclaredIn(a.symbol, node));
  const isDraw = (call: ts.Node): boolean => {
    if (!ts.isCallExpression(call)) return false;
    const effects = reader.effectsOf(call);
    const isRandom = effects.outside.some(({ code }) => code === 'random');
    return (isRandom || changesOf(effects).length > 0) && effects.outside.every(({ code }) => code === 'random');
  };
  const text = node.getSourceFile().text;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const around = new Set(text.match(/[\w$]+/g));
  const patches: SameLoop['patches'][number][] = [];
  for (const statement of ts.isBlock(body) ? body.statements : [body]) {
    const root = evaluatedFirst(statement);
    if (!root) continue;
    const draws = callsIn(root, isDraw).filter((call) => costOf(call, checker) * 4 < costOf(statement, checker));
    const isOrdered = draws.every((call) => {
      const changed = changesOf(reader.effectsOf(call)).map(({ symbol }) => symbol);
      const isUnseen = (part: ts.Node): boolean => {
        if (draws.some((other) => other === part)) return true;
        if (draws.some((other) => other.pos >= part.pos && other.end <= part.end))
          return ts.forEachChild(part, (child) => !isUnseen(child) || undefined) === undefined;
        const { accesses, outside } = reader.effectsOf(part);
        return outside.length === 0 && accesses.every((a) => !a.write && !changed.includes(a.symbol));
      };
      return partsBefore(call, root).every(isUnseen);
    });
    if (draws.length === 0 || !isOrdered || draws.includes(root as ts.CallExpression)) continue;
    const names = draws.map(() => uniqueName('drawn', taken, (name) => around.has(name)));
    const start = statement.getStart();
    const isStatement = ts.isStatement(statement);
    const separator = isStatement && ts.isBlock(statement.parent) ? `${eol}${indentAt(text, start)}` : ' ';
    const lines = draws.map((call, i) => `const ${names[i]} = ${call.getText()};${separator}`).join('');
    const isBare = !ts.isBlock(body);
    patches.push({ start, end: start, text: `${isBare ? '{ ' : ''}${lines}${isStatement ? '' : 'return '}` });
    draws.forEach((call, i) => patches.push({ start: call.getStart(), end: call.end, text: names[i]! }));
    if (isBare) patches.push({ start: statement.end, end: statement.end, text: `${isStatement ? '' : ';'} }` });
  }
  return patches.length > 0
    ? { patches: patches.sort((a, b) => a.start - b.start || a.end - b.end), assumed: [] }
    : null;
}

/** What a statement evaluates once, before anything else of it. */
function evaluatedFirst(statement: ts.Node): ts.Expression | null {
  if (ts.isExpression(statement)) return ts.isParenthesizedExpression(statement) ? null : statement;
  if (ts.isExpressionStatement(statement) || ts.isIfStatement(statement)) return statement.expression;
  if (ts.isReturnStatement(statement)) return statement.expression ?? null;
  if (!ts.isVariableStatement(statement)) return null;
  const [declared, more] = statement.declarationList.declarations;
  return declared && !more && ts.isIdentifier(declared.name) ? (declared.initializer ?? null) : null;
}

/** The innermost calls of a kind that an expression makes in any case. */
function callsIn(root: ts.Expression, is: (call: ts.Node) => boolean): ts.CallExpression[] {
  const found: ts.CallExpression[] = [];
  const visit = (node: ts.Node): void => {
    if (isFunctionNode(node) || ts.isClassLike(node) || (node !== root && isOnCondition(node))) return;
    if (node.flags & ts.NodeFlags.OptionalChain && ts.isCallExpression(node)) return;
    const before = found.length;
    ts.forEachChild(node, visit);
    if (found.length === before && ts.isCallExpression(node) && is(node)) found.push(node);
  };
  visit(root);
  return found;
}

/** What is evaluated before a part of an expression. */
function partsBefore(part: ts.Node, root: ts.Node): ts.Node[] {
  const parts: ts.Node[] = [];
  for (let node = part; node !== root; node = node.parent)
    ts.forEachChild(node.parent, (child) => {
      if (child.end <= node.pos && ts.isExpression(child)) parts.push(child);
    });
  return parts;
}
