import { ts } from 'ts-morph';
import { typedArrayName } from '../../forms/iteration.js';
import type { DeclinedLoop, FoundLoop } from '../../forms/foundLoop.js';
import { isFound } from '../../forms/index.js';
import { type Access, type Effects, isSomewhere } from '../source/access.js';
import { aliasing } from '../origins/aliases.js';
import { isDense } from '../dependences/density.js';
import { createEffectReader } from '../effects/effects.js';
import type { FileAnalysis } from '../program/programFacts.js';
import type { SameLoop } from './sameLoop.js';
import { isDeclaredIn, isFunctionNode, symbolOf } from '../source/symbols.js';

/**
 * `xs.reduce((sum, x) => …)` with the first item as its initial value: `xs.slice(1).reduce((sum, x) => …, first)`. Of no items,
 * taking the first fails as the call did.
 *
 * @returns null for a list that may have holes or that may change meanwhile, or where the function asks for the index
 */
export function reduceFromFirst(
  loop: FoundLoop | DeclinedLoop,
  { reading: { checker }, summaries }: FileAnalysis,
): SameLoop | null {
  const { node } = loop;
  if (isFound(loop) || !ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return null;
  const { expression: list, name } = node.expression;
  const [callback, more] = node.arguments;
  if (name.text !== 'reduce' || !ts.isIdentifier(list) || !callback || more) return null;
  if (node.questionDotToken || node.expression.questionDotToken) return null;
  if (!isFunctionNode(callback) || callback.parameters.length !== 2) return null;
  if (callback.parameters.some((parameter) => parameter.dotDotDotToken)) return null;
  const type = checker.getTypeAtLocation(list);
  const isList = typedArrayName(type) !== null || (checker.isArrayType(type) && isDense(list, checker));
  const effects = createEffectReader(node, checker, summaries).effectsOf(callback.body);
  if (!isList || mayChange(symbolOf(list, checker), callback, effects, checker)) return null;
  // Have: a list that is the same from the first call to the last.
  const first = `${list.text}.slice(0, 1).reduce((first) => first)`;
  return {
    patches: [
      { start: list.end, end: list.end, text: '.slice(1)' },
      { start: callback.end, end: callback.end, text: `, ${first}` },
    ],
    assumed: [],
  };
}

/** Whether a function may put other items into a list. */
function mayChange(
  list: ts.Symbol | undefined,
  fn: ts.Node,
  { accesses, outside }: Effects,
  checker: ts.TypeChecker,
): boolean {
  if (!list || outside.some(({ code }) => code === 'unknown-call')) return true;
  const isOfList = ({ symbol }: Access): boolean =>
    symbol === list || (!isDeclaredIn(symbol, fn) && aliasing(symbol, list, fn, checker) !== 'never');
  const isOfItems = ({ path }: Access): boolean => path.length < 2 || path.some(isSomewhere);
  return accesses.some((a) => a.write && a.content && isOfItems(a) && isOfList(a));
}
