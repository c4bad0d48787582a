import { ts } from 'ts-morph';
import type { DeclinedLoop, FoundLoop } from '../../forms/foundLoop.js';
import { isFound } from '../../forms/index.js';
import { uniqueName } from '../../uniqueName.js';
import type { FileAnalysis } from '../program/programFacts.js';
import { isWritten } from '../source/assignments.js';
import { namesIn } from '../source/names.js';
import { endsUnseen } from '../origins/endsUnseen.js';
import type { SameLoop } from './sameLoop.js';
import { isNew } from '../origins/newObjects.js';
import { happensBefore, leaks } from '../origins/sharing.js';
import { declarationOf, enclosingFunction, isConstant, isFunctionNode, symbolOf } from '../source/symbols.js';

/**
 * `await Promise.all(xs.map(async (x, i) => { …; out[i] = value; }))` with the results returned, and put into their array
 * afterwards: `for (const [i, result] of (await Promise.all(…)).entries()) out[i] = result`.
 *
 * @param taken names that are given already
 * @returns null where somebody could see the array meanwhile, or what is in it when one of the calls has failed
 */
export function resultsByIndex(
  loop: FoundLoop | DeclinedLoop,
  { reading: { checker } }: FileAnalysis,
  taken: Set<string>,
): SameLoop | null {
  if (!isFound(loop) || loop.result !== 'promised-list' || loop.settled || !loop.callback || !loop.index) return null;
  const { node, callback, index } = loop;
  const statement = node.parent;
  if (!ts.isAwaitExpression(node) || !ts.isExpressionStatement(statement) || !ts.isBlock(callback.body)) return null;
  // Have: `await Promise.all(…);` of a function with a body and an index.
  const write = callback.body.statements.at(-1);
  if (!write || !ts.isExpressionStatement(write) || !ts.isBinaryExpression(write.expression)) return null;
  const { left, operatorToken, right } = write.expression;
  if (operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isElementAccessExpression(left)) return null;
  const { expression: array, argumentExpression: place } = left;
  const isIndex = ts.isIdentifier(place) && symbolOf(place, checker) === symbolOf(index, checker);
  if (!isIndex || !ts.isIdentifier(array) || returnsIn(callback.body) || isGivenAnew(index, callback.body, checker))
    return null;
  // Have: one write at the place of the item, as the last thing that each call does.
  const symbol = symbolOf(array, checker);
  if (!symbol || !isSeenLater(symbol, statement, checker)) return null;
  if (namesIn(callback, array.text).some((use) => use !== array && symbolOf(use, checker) === symbol)) return null;
  const isNamed = (name: string): boolean => namesIn(statement.getSourceFile(), name).length > 0;
  const result = uniqueName('result', taken, isNamed);
  return {
    patches: [
      { start: node.getStart(), end: node.getStart(), text: `for (const [${index.text}, ${result}] of (` },
      { start: left.getStart(), end: right.getStart(), text: 'return ' },
      { start: node.end, end: node.end, text: `).entries()) ${array.text}[${index.text}] = ${result}` },
    ],
    assumed: [],
  };
}

/**
 * Whether nobody sees an array between its declaration and the statement but this one: a new one that the same function
 * has made, and no handler of errors stands between.
 */
function isSeenLater(symbol: ts.Symbol, statement: ts.Statement, checker: ts.TypeChecker): boolean {
  const declaration = declarationOf(symbol);
  if (!isConstant(declaration) || !declaration.initializer || !isNew(declaration.initializer, checker)) return false;
  if (!checker.isArrayType(checker.getTypeAtLocation(declaration)) || !endsUnseen(symbol, statement, checker))
    return false;
  const home = enclosingFunction(statement);
  return !leaks(symbol, home, checker, (use) => happensBefore(use, declaration, statement), statement);
}

/** Whether a function returns before its end. */
function returnsIn(node: ts.Node): boolean {
  if (ts.isReturnStatement(node)) return true;
  return ts.forEachChild(node, (child) => (!isFunctionNode(child) && returnsIn(child)) || undefined) ?? false;
}

function isGivenAnew(name: ts.Identifier, body: ts.Node, checker: ts.TypeChecker): boolean {
  const symbol = symbolOf(name, checker);
  return namesIn(body, name.text).some((use) => isWritten(use) && symbolOf(use, checker) === symbol);
}
