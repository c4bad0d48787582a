import { ts } from 'ts-morph';
import { resolveCallee } from '../calls/callees.js';
import { returnedValues } from '../source/functions.js';
import type { Origins } from './origins.js';
import { type FunctionNode, isPrimitive, namesOf } from '../source/symbols.js';

/** Calls of the pool that return a list of results, and nothing else. */
export const POOL_MAP = /^looppool#pool\.map(Sync)?$/;

/** Where a value goes that a call of the pool is given. */
export interface PoolUse {
  readonly call: ts.CallExpression;
  /** One of the items; otherwise a capture. */
  readonly isItems: boolean;
}

/** The call of the pool that is given a value as its items, or as one of its captures; null where none is. */
export function poolUseOf(use: ts.Expression, checker: ts.TypeChecker): PoolUse | null {
  const { parent } = use;
  const property =
    (ts.isShorthandPropertyAssignment(parent) && parent.name === use) ||
    (ts.isPropertyAssignment(parent) && parent.initializer === use);
  const argument: ts.Expression = property ? parent.parent : use;
  const call = argument.parent;
  if (!ts.isCallExpression(call) || call.expression === argument) return null;
  const position = call.arguments.indexOf(argument);
  const callee = resolveCallee(call.expression, checker);
  if (callee.kind !== 'builtin' || !callee.key.startsWith('looppool#pool.')) return null;
  if (property ? position !== 2 : position !== 1) return null;
  return { call, isItems: !property };
}

/**
 * Whether what a call of the pool returns can hold nothing of what the task was given.
 *
 * @param originsIn where the values of a function come from
 */
export function resultsAreNew(
  call: ts.CallExpression,
  checker: ts.TypeChecker,
  originsIn: (fn: FunctionNode) => Origins,
): boolean {
  const [task] = call.arguments;
  const callee = task ? resolveCallee(task, checker) : null;
  if (callee?.kind !== 'program') return false;
  return callee.functions.every((fn) => {
    const origins = originsIn(fn);
    return [...returnedValues(fn), ...emittedValues(fn, checker)].every(
      (value) => isPrimitive(checker.getTypeAtLocation(value), checker) || origins.isFreshThroughout(value),
    );
  });
}

/** Names that `for (const [item, result] of pool.zipSync(…))` gives to the items; null where it is no such loop. */
export function itemNames(
  call: ts.CallExpression,
): { readonly names: readonly ts.Identifier[]; readonly body: ts.Statement } | null {
  const loop = call.parent;
  if (!ts.isForOfStatement(loop) || loop.expression !== call || !ts.isVariableDeclarationList(loop.initializer))
    return null;
  const pattern = loop.initializer.declarations[0]?.name;
  if (!pattern || !ts.isArrayBindingPattern(pattern)) return null;
  const [item] = pattern.elements;
  return { names: item && !ts.isOmittedExpression(item) ? namesOf(item.name) : [], body: loop.statement };
}

/** What a task hands over one by one. */
function emittedValues(fn: FunctionNode, checker: ts.TypeChecker): ts.Expression[] {
  const values: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const callee = resolveCallee(node.expression, checker);
      if (callee.kind === 'builtin' && callee.key === 'looppool#emit') values.push(...node.arguments);
    }
    ts.forEachChild(node, visit);
  };
  if (fn.body) visit(fn.body);
  return values;
}
