import type { ts } from 'ts-morph';
import { type FunctionNode, isFunctionNode, unwrap } from '../source/symbols.js';
import { resolveCallee } from './callees.js';

const TAKES_FUNCTION =
  /#(forEach|map|flatMap|filter|some|every|find|findIndex|findLast|findLastIndex|reduce|reduceRight|sort|toSorted)$/;

/** The functions that a builtin is handed, by whatever name; null where they cannot be seen, or keep what they get. */
export function functionsHanded(
  call: ts.CallExpression,
  key: string,
  checker: ts.TypeChecker,
): readonly FunctionNode[] | null {
  const found: FunctionNode[] = [];
  for (const [position, argument] of call.arguments.entries()) {
    const given = unwrap(argument);
    const isFunction =
      (position === 0 && TAKES_FUNCTION.test(key)) || checker.getTypeAtLocation(given).getCallSignatures().length > 0;
    if (isFunctionNode(given)) found.push(given);
    else if (isFunction) {
      const callee = resolveCallee(given, checker);
      if (callee.kind === 'program') found.push(...callee.functions);
      else if (callee.kind !== 'builtin' || callee.entry.changes !== undefined) return null;
    }
  }
  return found;
}
