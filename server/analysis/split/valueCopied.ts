import { ts } from 'ts-morph';
import { resolveCallee } from '../calls/callees.js';
import { constantBehind, unwrap } from '../source/symbols.js';
import { whyNotCopied } from '../transfer/transfer.js';

/** The types of these are told by their sides. */
const CHOOSES: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
]);

/**
 * Says why what an expression gives does not survive a structured clone, or null where it does. Where the type says that it does not,
 * the expression may know better: all the matches of a pattern are a plain list of texts, though their type is that of a single
 * match, which has properties besides its items.
 *
 * @see https://tc39.es/ecma262/#sec-regexp.prototype-%symbol.match%
 */
export function whyValueNotCopied(expression: ts.Expression, checker: ts.TypeChecker): string | null {
  const node = unwrap(expression);
  const why = whyNotCopied(checker.getTypeAtLocation(node), checker);
  if (!why || isListOfMatches(node, checker)) return null;
  const sides =
    ts.isBinaryExpression(node) && CHOOSES.has(node.operatorToken.kind)
      ? [node.left, node.right]
      : ts.isConditionalExpression(node)
        ? [node.whenTrue, node.whenFalse]
        : [constantBehind(node, checker)?.value ?? []].flat();
  if (sides.length === 0) return why;
  return sides.map((side) => whyValueNotCopied(side, checker)).find((one) => one !== null) ?? null;
}

/** `text.match(/…/g)`, also with the pattern in a constant. */
function isListOfMatches(node: ts.Expression, checker: ts.TypeChecker): boolean {
  if (!ts.isCallExpression(node)) return false;
  const [pattern] = node.arguments;
  const callee = resolveCallee(node.expression, checker);
  if (callee.kind !== 'builtin' || callee.key !== 'String#match' || !pattern) return false;
  const literal = constantBehind(pattern, checker)?.value ?? unwrap(pattern);
  return ts.isRegularExpressionLiteral(literal) && literal.text.includes('g', literal.text.lastIndexOf('/'));
}
