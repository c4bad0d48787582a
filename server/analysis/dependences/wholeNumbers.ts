import { ts } from 'ts-morph';
import { resolveCallee } from '../calls/callees.js';
import { BITWISE } from '../source/bitwise.js';
import { declarationOf, isConstant, symbolOf, unwrap } from '../source/symbols.js';

const ROUNDS = /^Math\.(floor|ceil|round|trunc|imul|clz32)$/;
const KEEPS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
]);

/** Whether a number certainly has no fraction, as far as its text and the constants in it tell. */
export function isWhole(expression: ts.Expression, checker: ts.TypeChecker, depth = 0): boolean {
  const node = unwrap(expression);
  if (depth > 8) return false;
  if (ts.isNumericLiteral(node)) return Number.isInteger(Number(node.text));
  if (ts.isPropertyAccessExpression(node))
    return /^(length|size|byteLength)$/.test(node.name.text) && isBuiltIn(node, checker);
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    if (BITWISE.has(kind)) return true;
    return KEEPS.has(kind) && [node.left, node.right].every((side) => isWhole(side, checker, depth + 1));
  }
  if (ts.isCallExpression(node)) {
    const callee = resolveCallee(node.expression, checker);
    return callee.kind === 'builtin' && ROUNDS.test(callee.key);
  }
  if (!ts.isIdentifier(node)) return false;
  const symbol = symbolOf(node, checker);
  const declaration = symbol ? declarationOf(symbol) : undefined;
  return (
    declaration !== undefined &&
    ts.isVariableDeclaration(declaration) &&
    isConstant(declaration) &&
    declaration.initializer !== undefined &&
    isWhole(declaration.initializer, checker, depth + 1)
  );
}

/** Whether a property is one of the language's own objects. */
function isBuiltIn(node: ts.PropertyAccessExpression, checker: ts.TypeChecker): boolean {
  const declarations = checker.getSymbolAtLocation(node.name)?.declarations ?? [];
  return declarations.length > 0 && declarations.every((d) => d.getSourceFile().isDeclarationFile);
}
