import { ts } from 'ts-morph';
import { isAssignedIn } from '../source/assignments.js';
import { declarationOf, isConstant, isFunctionNode, symbolOf, unwrap } from '../source/symbols.js';
import { plainCounter } from './loopLevels.js';

/** `row[j] = …` inside `for (let j = 0; j < row.length; j++)`: the array does not grow. */
export function staysBelowLength(write: ts.Node, checker: ts.TypeChecker): boolean {
  if (!ts.isElementAccessExpression(write)) return false;
  const [array, subscript] = [unwrap(write.expression), unwrap(write.argumentExpression)];
  if (!ts.isIdentifier(array) || !ts.isIdentifier(subscript)) return false;
  const [collection, counter] = [symbolOf(array, checker), symbolOf(subscript, checker)];
  const declaration = collection ? declarationOf(collection) : undefined;
  const isFixed = declaration && (isConstant(declaration) || ts.isParameter(declaration));
  for (let node = write.parent; isFixed && !isFunctionNode(node) && !ts.isSourceFile(node); node = node.parent) {
    if (!ts.isForStatement(node) || plainCounter(node, checker)?.symbol !== counter) continue;
    const { initializer, condition, incrementor } = node;
    const start = initializer?.getText().replace(/\s/g, '') ?? '';
    const next = incrementor?.getText().replace(/\s/g, '') ?? '';
    const inBounds =
      new RegExp(`^(let|var)?${subscript.text}(:number)?=\\d+$`).test(start) && /^[\w$]+\+\+$|^\+\+[\w$]+$/.test(next);
    if (!inBounds || !condition || !ts.isBinaryExpression(condition)) return false;
    const bound = unwrap(condition.right);
    return (
      condition.operatorToken.kind === ts.SyntaxKind.LessThanToken &&
      ts.isIdentifier(condition.left) &&
      symbolOf(condition.left, checker) === counter &&
      ts.isPropertyAccessExpression(bound) &&
      bound.name.text === 'length' &&
      ts.isIdentifier(bound.expression) &&
      symbolOf(bound.expression, checker) === collection &&
      (isConstant(declaration) || !isAssignedIn(node, collection!, checker))
    );
  }
  return false;
}
