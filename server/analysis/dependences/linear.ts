import { ts } from 'ts-morph';
import { declarationOf, isConstant, isDeclaredIn, symbolOf, unwrap } from '../source/symbols.js';

/**
 * A subscript as a sum: a whole constant, whole multiples of counters, and terms that do not change while the loop runs.
 * Terms are kept as text, so that two equal ones cancel.
 */
export interface Linear {
  readonly constant: number;
  readonly counters: ReadonlyMap<ts.Symbol, number>;
  readonly invariants: ReadonlyMap<string, number>;
}

/** What a subscript is written in: the counters around it, and what may change. */
export interface LinearContext {
  readonly checker: ts.TypeChecker;
  readonly region: ts.Node;
  readonly counters: ReadonlySet<ts.Symbol>;
  /** Whether a name declared outside the region keeps its value while the loop runs. */
  isInvariant(symbol: ts.Symbol): boolean;
}

/** Reads an expression as a sum; null where it is not one. */
export function linearOf(expression: ts.Expression, context: LinearContext, depth = 0): Linear | null {
  const node = unwrap(expression);
  if (depth > 8) return null;
  const again = (e: ts.Expression): Linear | null => linearOf(e, context, depth + 1);
  if (ts.isNumericLiteral(node)) return Number.isSafeInteger(Number(node.text)) ? constant(Number(node.text)) : null;
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken)
    return scale(again(node.operand), -1);
  if (ts.isIdentifier(node)) {
    const symbol = symbolOf(node, context.checker);
    if (!symbol) return null;
    if (context.counters.has(symbol)) return { constant: 0, counters: new Map([[symbol, 1]]), invariants: new Map() };
    if (isDeclaredIn(symbol, context.region)) {
      // A constant of the body stands for its value.
      const declaration = declarationOf(symbol);
      return isConstant(declaration) && declaration.initializer ? again(declaration.initializer) : null;
    }
    return context.isInvariant(symbol) && !mayBeText(node, context.checker) ? invariant(node.text) : null;
  }
  if (ts.isBinaryExpression(node)) {
    const { left, right, operatorToken } = node;
    if (operatorToken.kind === ts.SyntaxKind.PlusToken) return sum(again(left), again(right));
    if (operatorToken.kind === ts.SyntaxKind.MinusToken) return minus(again(left), again(right));
    if (operatorToken.kind === ts.SyntaxKind.AsteriskToken) {
      const [a, b] = [again(left), again(right)];
      if (a && isNumber(a)) return scale(b, a.constant);
      if (b && isNumber(b)) return scale(a, b.constant);
    }
  }
  return ts.isPropertyAccessExpression(node) && node.name.text === 'length' && ts.isIdentifier(node.expression)
    ? lengthOf(node, context)
    : null;
}

/** Whether `+` would put texts together: what comes first matters then. */
function mayBeText(node: ts.Identifier, checker: ts.TypeChecker): boolean {
  const type = checker.getTypeAtLocation(node);
  return (type.isUnion() ? type.types : [type]).some((part) => (part.flags & ts.TypeFlags.StringLike) !== 0);
}

function lengthOf(node: ts.PropertyAccessExpression, context: LinearContext): Linear | null {
  const symbol = symbolOf(node.expression as ts.Identifier, context.checker);
  return symbol && !isDeclaredIn(symbol, context.region) && context.isInvariant(symbol)
    ? invariant(node.getText())
    : null;
}

export const constant = (value: number): Linear => ({ constant: value, counters: new Map(), invariants: new Map() });
const invariant = (text: string): Linear => ({ constant: 0, counters: new Map(), invariants: new Map([[text, 1]]) });
const isNumber = (l: Linear): boolean => l.counters.size === 0 && l.invariants.size === 0;

export function sum(a: Linear | null, b: Linear | null): Linear | null {
  if (!a || !b) return null;
  return {
    constant: a.constant + b.constant,
    counters: addMaps(a.counters, b.counters),
    invariants: addMaps(a.invariants, b.invariants),
  };
}

export const minus = (a: Linear | null, b: Linear | null): Linear | null => sum(a, scale(b, -1));

export function scale(a: Linear | null, factor: number): Linear | null {
  if (!a) return null;
  const times = <K>(map: ReadonlyMap<K, number>): Map<K, number> => new Map([...map].map(([k, v]) => [k, v * factor]));
  return { constant: a.constant * factor, counters: times(a.counters), invariants: times(a.invariants) };
}

function addMaps<K>(a: ReadonlyMap<K, number>, b: ReadonlyMap<K, number>): Map<K, number> {
  const result = new Map(a);
  for (const [key, value] of b) result.set(key, (result.get(key) ?? 0) + value);
  for (const [key, value] of result) if (value === 0) result.delete(key);
  return result;
}
