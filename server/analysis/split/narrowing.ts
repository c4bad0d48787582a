import { ts } from 'ts-morph';
import { has } from './leadState.js';
import { declarationOf, forEachUse, isConstant, isDeclaredIn, symbolOf } from '../source/symbols.js';

/** Whether a variable has a narrower type in a part of a loop than it would have in a function of its own. */
export function hasNarrowed(node: ts.Node, loop: ts.Node, checker: ts.TypeChecker): boolean {
  if (!/\.[cm]?tsx?$/.test(node.getSourceFile().fileName)) return false;
  const isNarrower = (use: ts.Node, symbol: ts.Symbol): boolean => {
    const declared = checker.getTypeOfSymbol(symbol);
    return declared.isUnion() && checker.getTypeAtLocation(use) !== declared && !isBooleanOrLiteral(declared);
  };
  const isPart = (part: ts.Node): boolean => {
    const symbol = ts.isPropertyAccessExpression(part) ? checker.getSymbolAtLocation(part.name) : undefined;
    return symbol !== undefined && isNarrower(part, symbol);
  };
  let found = has(node, isPart);
  forEachUse(node, (use) => {
    const symbol = symbolOf(use, checker);
    const declaration = symbol && declarationOf(symbol);
    if (!symbol || !declaration || isDeclaredIn(symbol, loop) || isConstant(declaration)) return;
    // In a function of its own, a variable without a type has none.
    const hasNone = ts.isVariableDeclaration(declaration) && !declaration.type && !declaration.initializer;
    const isVariable = ts.isVariableDeclaration(declaration) || ts.isParameter(declaration);
    found ||= hasNone || (isVariable && isNarrower(use, symbol));
  });
  return found;
}

const isBooleanOrLiteral = (type: ts.Type): boolean =>
  type.isUnion() &&
  type.types.every(
    (t) => t.flags & (ts.TypeFlags.BooleanLike | ts.TypeFlags.StringLiteral | ts.TypeFlags.NumberLiteral),
  );
