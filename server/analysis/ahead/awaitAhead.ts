import { ts } from 'ts-morph';
import type { Outside } from '../source/access.js';
import type { Hindrance } from '../dependences/hindrance.js';
import { namesIn } from '../source/names.js';
import type { LoopEffects } from './readAhead.js';
import type { Assumed, Blocker } from '../reasons.js';
import { streamAt } from './streams.js';
import {
  enclosingFunction,
  isExportedVariable,
  isFunctionNode,
  isInside,
  isPlainlyAwaited,
  symbolOf,
} from '../source/symbols.js';

/**
 * What makes reading a stream ahead visible.
 *
 * Node reads ahead itself, as far as its buffers go, so that a stream never tells how far it was read: but to who reads on after
 * the loop was left, listens to the same stream, or writes the file meanwhile. Other code could run between two items before,
 * and can now; and an error of the stream comes behind the items before it, in both.
 */
export function streamAhead(effects: LoopEffects, expression: ts.Expression): Hindrance {
  const { loop, checker, unknown } = effects;
  const stream = streamAt(expression, checker)!;
  const blockers: Blocker[] = [];
  const refuse = (node: ts.Node, message: string): void => {
    blockers.push({
      code: 'unsupported-stream',
      node: expression,
      detail: expression.getText(),
      related: [{ node, message }],
    });
  };
  for (const { declaration, use } of stream.held) {
    const other = otherUse(declaration, use, loop.node, checker);
    if (other) refuse(other, 'it is used here, too');
    const around = runsBetween(declaration, loop.node);
    if (around) refuse(around, 'this may walk over it more than once');
  }
  if (stream.from === 'stdin') {
    const more = namesIn(loop.node.getSourceFile(), 'stdin')[1];
    if (more) refuse(more, 'the input is mentioned here, too');
    const exit = exitIn(loop.body);
    if (exit) refuse(exit, 'the loop is left here, and what was read ahead is lost');
    if (unknown) refuse(unknown.node, 'this may read on');
  }
  return { blockers, assumed: stream.from === 'file' ? filesApart(effects, expression) : [], stays: false };
}

/** What is taken for granted of files that are read ahead of a loop that writes some. */
export function filesApart(
  { region, reader }: LoopEffects,
  expression: ts.Expression,
  name = 'fs.createReadStream',
): Assumed[] {
  const { outside } = reader.effectsOf(region);
  return outside.some((o) => o.code === 'writes-files' || o.code === 'unknown-call')
    ? [{ code: 'different-files', node: expression, detail: `\`${name}\`` }]
    : [];
}

/** Whether something that a generator does is only waiting, or reading a file: nobody sees that it is done earlier. */
export function isUnseenWait({ code, node }: Outside, checker: ts.TypeChecker): boolean {
  if (code === 'reads-files') return true;
  if (code !== 'awaits') return false;
  // What other sources do is noted beside it.
  if (!ts.isAwaitExpression(node)) return true;
  return isPlainlyAwaited(checker.getTypeAtLocation(node.expression));
}

/** A use of a stream besides the one that leads to the loop; who only closes it behind or before the loop does no harm. */
function otherUse(
  declaration: ts.VariableDeclaration,
  use: ts.Identifier,
  loop: ts.Node,
  checker: ts.TypeChecker,
): ts.Node | null {
  if (isExportedVariable(declaration)) return declaration;
  const name = declaration.name as ts.Identifier;
  const symbol = symbolOf(name, checker);
  return (
    namesIn(declaration.getSourceFile(), name.text).find(
      (other) => other !== name && other !== use && symbolOf(other, checker) === symbol && !isClosedApart(other, loop),
    ) ?? null
  );
}

/** `stream.close();`, where it cannot run in the middle of the loop. */
function isClosedApart(use: ts.Identifier, loop: ts.Node): boolean {
  const call = use.parent.parent;
  return (
    ts.isPropertyAccessExpression(use.parent) &&
    /^(close|destroy)$/.test(use.parent.name.text) &&
    ts.isCallExpression(call) &&
    call.arguments.length === 0 &&
    ts.isExpressionStatement(call.parent) &&
    !isInside(use, loop) &&
    enclosingFunction(use) === enclosingFunction(loop)
  );
}

/** A function or a loop around a loop that does not hold the declaration of what it walks over. */
function runsBetween(declaration: ts.Node, loop: ts.Node): ts.Node | null {
  for (let node = loop.parent; !isInside(declaration, node); node = node.parent)
    if (isFunctionNode(node) || ts.isIterationStatement(node, false)) return node;
  return null;
}

/** Where a loop may be left early, other than by an error of what it calls. */
export function exitIn(body: ts.Node): ts.Node | null {
  const visit = (node: ts.Node, nested: boolean): ts.Node | undefined => {
    if (isFunctionNode(node) || ts.isClassLike(node)) return undefined;
    if (ts.isReturnStatement(node) || ts.isThrowStatement(node)) return node;
    if (ts.isBreakOrContinueStatement(node) && (node.label || (ts.isBreakStatement(node) && !nested))) return node;
    const inner = nested || ts.isIterationStatement(node, false) || ts.isSwitchStatement(node);
    return ts.forEachChild(node, (child) => visit(child, inner));
  };
  return visit(body, false) ?? null;
}
