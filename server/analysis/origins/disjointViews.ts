import { ts } from 'ts-morph';
import { typedArrayName } from '../../forms/iteration.js';
import { declarationOf, isConstant, symbolOf, unwrap } from '../source/symbols.js';
import { viewedBuffer } from './views.js';

/** Bytes of one buffer, from the first to behind the last. */
interface Bytes {
  readonly buffer: ts.Symbol;
  readonly start: number;
  readonly end: number;
}

/** Whether two constants are views of parts of one buffer that have no byte in common, as far as numbers say so. */
export function areDisjointViews(a: ts.Symbol, b: ts.Symbol, checker: ts.TypeChecker): boolean {
  const [left, right] = [bytesViewed(a, checker), bytesViewed(b, checker)];
  return (
    left !== null &&
    right !== null &&
    left.buffer === right.buffer &&
    (left.end <= right.start || right.end <= left.start)
  );
}

/** The bytes that `new Uint32Array(buffer, start, length)` has for elements, where the buffer is a constant. */
function bytesViewed(symbol: ts.Symbol, checker: ts.TypeChecker): Bytes | null {
  const declaration = declarationOf(symbol);
  const made = isConstant(declaration) && declaration.initializer ? unwrap(declaration.initializer) : null;
  if (!made || !ts.isNewExpression(made) || made.arguments?.length !== 3) return null;
  const [first, offset, length] = made.arguments;
  const name = unwrap(first!);
  const buffer = viewedBuffer(made, checker) && ts.isIdentifier(name) ? symbolOf(name, checker) : undefined;
  const bits = /(\d+)/.exec(typedArrayName(checker.getTypeAtLocation(made)) ?? '')?.[1];
  const [start, count] = [numberIn(offset!, checker), numberIn(length!, checker)];
  if (!buffer || !isConstant(declarationOf(buffer)) || bits === undefined || start === null || count === null)
    return null;
  return { buffer, start, end: start + (count * Number(bits)) / 8 };
}

/** The value of a literal, of a constant that is one, and of sums and products of those. */
function numberIn(expression: ts.Expression, checker: ts.TypeChecker): number | null {
  const node = unwrap(expression);
  const type = checker.getTypeAtLocation(node);
  if (type.isNumberLiteral()) return type.value;
  if (!ts.isBinaryExpression(node)) return null;
  const [left, right] = [numberIn(node.left, checker), numberIn(node.right, checker)];
  if (left === null || right === null) return null;
  if (node.operatorToken.kind === ts.SyntaxKind.PlusToken) return left + right;
  return node.operatorToken.kind === ts.SyntaxKind.AsteriskToken ? left * right : null;
}
