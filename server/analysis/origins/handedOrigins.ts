import { ts } from 'ts-morph';
import type { Origin } from '../source/access.js';
import { isFold, sourcesOfCallback } from '../calls/callbackParameters.js';
import { resolveCallee } from '../calls/callees.js';
import { type FunctionOrigins, functionOrigins, leaving, originsLeaving } from './functionOrigins.js';
import type { Origins } from './origins.js';
import { declaredNames, forEachUse, type FunctionNode, symbolOf, wrapped } from '../source/symbols.js';

const ANYTHING: FunctionOrigins = { self: ['unknown'], held: [] };
const NOTHING: FunctionOrigins = { self: [], held: [] };

/**
 * Where the objects come from that a function hands to the function it is given as `parameter`, and what they hold.
 *
 * @param originsIn makes the origins of the function's own code
 */
export function handedOrigins(
  parameter: ts.ParameterDeclaration,
  checker: ts.TypeChecker,
  originsIn: (fn: FunctionNode) => Origins,
): FunctionOrigins {
  const fn = parameter.parent as FunctionNode;
  const [symbol] = declaredNames(parameter.name, checker);
  if (!symbol || !ts.isIdentifier(parameter.name) || parameter.dotDotDotToken || !fn.body) return ANYTHING;
  const body = fn.body;
  return functionOrigins(parameter, checker, () => {
    const origins = originsIn(fn);
    const all = { self: [] as Origin[], held: [] as Origin[] };
    forEachUse(body, (use) => {
      if (symbolOf(use, checker) !== symbol) return;
      const { self, held } = handedAt(fn, use, checker, origins);
      all.self.push(...self);
      all.held.push(...held);
    });
    return all;
  });
}

/** The same for one use of the callback's name. */
function handedAt(fn: FunctionNode, use: ts.Identifier, checker: ts.TypeChecker, origins: Origins): FunctionOrigins {
  const callback = wrapped(use);
  const { parent } = callback;
  if (!ts.isCallExpression(parent)) return isLookedAt(callback) ? NOTHING : ANYTHING;
  if (parent.arguments.some(ts.isSpreadElement)) return ANYTHING;
  if (parent.expression === callback) return originsLeaving(fn, parent.arguments, origins);
  const { kind } = resolveCallee(parent.expression, checker);
  if (kind === 'program') {
    const { self, held } = origins.handed(parent, callback);
    return { self: leaving(fn, self), held: leaving(fn, held) };
  }
  const isKnown = kind === 'builtin' && !isFold(parent);
  return isKnown ? originsLeaving(fn, sourcesOfCallback(callback, parent), origins) : ANYTHING;
}

/** Whether only the truth or the type of a value matters. */
const isLookedAt = (node: ts.Expression): boolean =>
  ts.isTypeOfExpression(node.parent) ||
  ts.isPrefixUnaryExpression(node.parent) ||
  ts.isIfStatement(node.parent) ||
  (ts.isConditionalExpression(node.parent) && node.parent.condition === node);
