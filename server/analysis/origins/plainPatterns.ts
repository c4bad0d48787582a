import { ts } from 'ts-morph';
import { namesIn } from '../source/names.js';
import { isConstant, isExportedVariable, symbolOf, unwrap, wrapped } from '../source/symbols.js';

/** Methods of strings that go through a pattern with `g` from the start, and leave it there. */
const FROM_THE_START = /^(replace|replaceAll|match|split)$/;

/**
 * Whether a constant is a regular expression that keeps no place between calls, so that a worker may have one of its own: without
 * `y`, and without `g` unless all that is done with it is `text.replace(pattern, …)` or the like.
 */
export function isPlainPattern(
  declaration: ts.Declaration | undefined,
  checker: ts.TypeChecker,
): declaration is ts.VariableDeclaration {
  if (!isConstant(declaration) || !ts.isIdentifier(declaration.name) || !declaration.initializer) return false;
  const literal = unwrap(declaration.initializer);
  if (!ts.isRegularExpressionLiteral(literal)) return false;
  const flags = flagsOf(literal);
  if (flags.includes('y')) return false;
  const isGlobal = flags.includes('g');
  if (isGlobal && isExportedVariable(declaration)) return false;
  const symbol = checker.getSymbolAtLocation(declaration.name);
  const uses = namesIn(declaration.getSourceFile(), declaration.name.text).filter(
    (use) => use !== declaration.name && symbolOf(use, checker) === symbol,
  );
  return uses.every((use) => isLookedThrough(use, checker) || (!isGlobal && isAsked(use)));
}

/** Whether a pattern begins anew with every text: without `g` and `y`. */
export const keepsNoPlace = (literal: ts.RegularExpressionLiteral): boolean => !/[gy]/.test(flagsOf(literal));

const flagsOf = ({ text }: ts.RegularExpressionLiteral): string => text.slice(text.lastIndexOf('/') + 1);

/** `text.replace(pattern, …)` */
function isLookedThrough(use: ts.Identifier, checker: ts.TypeChecker): boolean {
  const { parent: call } = wrapped(use);
  if (!ts.isCallExpression(call) || !ts.isPropertyAccessExpression(call.expression)) return false;
  const { expression: text, name } = call.expression;
  return (
    call.arguments[0] === wrapped(use) &&
    FROM_THE_START.test(name.text) &&
    (checker.getTypeAtLocation(text).flags & ts.TypeFlags.StringLike) !== 0
  );
}

/** `pattern.exec(text)`, or `text.search(pattern)`. */
function isAsked(use: ts.Identifier): boolean {
  const { parent } = wrapped(use);
  if (ts.isPropertyAccessExpression(parent))
    return /^(exec|test|source|flags|toString)$/.test(parent.name.text) && parent.expression === wrapped(use);
  return (
    ts.isCallExpression(parent) &&
    ts.isPropertyAccessExpression(parent.expression) &&
    /^(search|match|replace|split)$/.test(parent.expression.name.text)
  );
}
