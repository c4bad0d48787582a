import { ts } from 'ts-morph';
import { givenInTurn, isAssignment, isDefault, isIncrement } from '../source/assignments.js';
import { namesIn } from '../source/names.js';
import { symbolOf, wrapped } from '../source/symbols.js';
import { isGivenValue } from '../source/memberWrites.js';

/** Whether a variable is counted up or down somewhere: a number, whatever else it is given. */
export function isCounted(symbol: ts.Symbol, declaration: ts.VariableDeclaration, checker: ts.TypeChecker): boolean {
  return namesIn(declaration.getSourceFile(), symbol.getName()).some(
    (use) => isIncrement(wrapped(use).parent) && symbolOf(use, checker) === symbol,
  );
}

/** Every value that a variable is given later, the other half of a `+=` included; null where one cannot be told. */
export function assignedTo(
  symbol: ts.Symbol,
  declaration: ts.VariableDeclaration,
  checker: ts.TypeChecker,
): ts.Expression[] | null {
  const values: ts.Expression[] = [];
  for (const use of namesIn(declaration.getSourceFile(), symbol.getName())) {
    if (use === declaration.name || symbolOf(use, checker) !== symbol) continue;
    if (ts.isExportSpecifier(use.parent) || ts.isExportAssignment(use.parent)) return null;
    const target = wrapped(use);
    if (!isGivenValue(target) || isIncrement(target.parent)) continue;
    const inTurn = givenInTurn(target);
    if (inTurn) {
      values.push(inTurn);
      continue;
    }
    if (!isAssignment(target.parent) || target.parent.left !== target || isDefault(target.parent)) return null;
    values.push(target.parent.right);
  }
  return values;
}
