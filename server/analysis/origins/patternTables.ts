import { ts } from 'ts-morph';
import { namesIn } from '../source/names.js';
import {
  declarationOf,
  enclosingFunction,
  isConstant,
  isDeclaredIn,
  isExportedVariable,
  isItem,
  isPrimitive,
  unwrap,
} from '../source/symbols.js';
import type { Origin } from '../source/access.js';
import type { Origins } from './origins.js';
import { keepsNoPlace } from './plainPatterns.js';

/**
 * Whether a constant of a file is a table of regular expressions as they are written, without `g` and `y`, and of plain values beside
 * them: `const RULES = [{ kind: 'number', pattern: /^\d+$/ }, …]`. A worker may have one of its own, where nothing changes it.
 */
export function isPatternTable(
  declaration: ts.Declaration | undefined,
  checker: ts.TypeChecker,
): declaration is ts.VariableDeclaration {
  if (!isConstant(declaration) || !ts.isIdentifier(declaration.name) || !declaration.initializer) return false;
  if (isExportedVariable(declaration) || !ts.isSourceFile(enclosingFunction(declaration))) return false;
  const table = unwrap(declaration.initializer);
  const isTable = ts.isArrayLiteralExpression(table) || ts.isObjectLiteralExpression(table);
  // `pattern.compile(text, flags)` makes another one of it.
  return isTable && patternsIn(table, checker) > 0 && namesIn(declaration.getSourceFile(), 'compile').length === 0;
}

/**
 * Whether whatever an expression evaluates to is out of such tables.
 *
 * @param region the code that the origins are of
 */
export function isOfPatternTable(
  expression: ts.Expression,
  region: ts.Node,
  origins: Origins,
  checker: ts.TypeChecker,
): boolean {
  const isTable = (origin: Origin): boolean =>
    typeof origin !== 'string' && isPatternTable(declarationOf(origin.symbol), checker);
  // Where a variable of the region has its value from is listed as well, but for what the region is given.
  const isBetween = (origin: Origin): boolean =>
    typeof origin !== 'string' && isDeclaredIn(origin.symbol, region) && !isItem(origin.symbol, region);
  const found = origins.of(expression);
  return found.some(isTable) && found.every((origin) => isTable(origin) || isBetween(origin));
}

/** How many patterns a literal has; NaN where it has something else that is no plain value. */
function patternsIn(literal: ts.Expression, checker: ts.TypeChecker): number {
  const node = unwrap(literal);
  if (ts.isRegularExpressionLiteral(node)) return keepsNoPlace(node) ? 1 : NaN;
  if (ts.isArrayLiteralExpression(node)) return sum(node.elements.map((element) => patternsIn(element, checker)));
  if (ts.isObjectLiteralExpression(node))
    return sum(
      node.properties.map((property) =>
        ts.isPropertyAssignment(property)
          ? patternsIn(property.initializer, checker)
          : ts.isShorthandPropertyAssignment(property)
            ? patternsIn(property.name, checker)
            : NaN,
      ),
    );
  return !ts.isSpreadElement(node) && isPrimitive(checker.getTypeAtLocation(node), checker) ? 0 : NaN;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
