import { ts } from 'ts-morph';
import { typedArrayName } from '../forms/iteration.js';
import type { DeclinedLoop, FoundLoop } from '../forms/foundLoop.js';
import { isFound } from '../forms/index.js';
import { isDense } from './density.js';
import type { FileAnalysis } from './judgeLoop.js';
import type { SameLoop } from './sameLoop.js';
import { isFunctionNode } from './symbols.js';

/**
 * `xs.reduce((sum, x) => …)` with the first item as its initial value: `xs.slice(1).reduce((sum, x) => …, first)`. Of no items,
 * taking the first fails as the call did.
 *
 * @returns null for a list that may have holes, or where the function asks for the index
 */
export function reduceFromFirst(
  loop: FoundLoop | DeclinedLoop,
  { reading: { checker } }: FileAnalysis,
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
  if (!isList) return null;
  const first = `${list.text}.slice(0, 1).reduce((first) => first)`;
  return {
    patches: [
      { start: list.end, end: list.end, text: '.slice(1)' },
      { start: callback.end, end: callback.end, text: `, ${first}` },
    ],
    assumed: [],
  };
}
