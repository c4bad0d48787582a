/** How the file uses one variable: what that says about copies of its value. */
import { ts } from 'ts-morph';
import type { ParsedFile } from './parsedFile.js';
import { contains, symbolOf, variableOf, type Reference } from './references.js';
import type { Region } from './region.js';

/** Methods of arrays, typed arrays, Map, Set and strings that leave their object as it is. */
const READING = new Set(
  (
    'at charAt charCodeAt codePointAt concat entries every filter find findIndex findLast flat flatMap forEach get has includes indexOf join keys lastIndexOf ' +
    'map reduce reduceRight slice some subarray test toFixed toString toSorted toReversed values with'
  ).split(' '),
);

/** Whether `nodes` only read the object that a variable holds, as far as can be told from how each use is written. */
export function isOnlyRead(file: ParsedFile, reference: Reference, nodes: readonly ts.Node[]): boolean {
  return nodes.every((node) => usesOf(file, reference, node).every(isReading));
}

/**
 * Whether no one can look at a variable after the loop: it is declared in this file with nothing or something new,
 * and no other place mentions it. Such a temporary is not part of the loop's result.
 */
export function isDead(file: ParsedFile, reference: Reference, region: Region): boolean {
  const variable = variableOf(reference.declaration);
  if (!ts.isVariableDeclaration(variable) || isExported(variable)) return false;
  const { initializer } = variable;
  if (
    initializer &&
    !ts.isLiteralExpression(initializer) &&
    !ts.isPrefixUnaryExpression(initializer) &&
    !ts.isNewExpression(initializer)
  ) {
    if (!ts.isArrayLiteralExpression(initializer) || initializer.elements.length > 0) return false;
  }
  return usesOf(file, reference, file.source).every(
    (use) => contains(variable, use) || region.nodes.some((node) => contains(node, use)),
  );
}

/**
 * Whether a variable still holds what its declaration gave it when the loop is reached for the first time, as far as
 * that shows: all its uses are in the loop, or after it in its function or in the one that declares it.
 */
export function isFreshAtLoop(file: ParsedFile, reference: Reference, region: Region): boolean {
  const variable = variableOf(reference.declaration);
  if (!ts.isVariableDeclaration(variable) || !ts.isIdentifier(variable.name) || !variable.initializer) return false;
  if (/\b(await|yield)\b/.test(variable.initializer.getText())) return false;
  if (isExported(variable) || !(ts.getCombinedNodeFlags(variable) & ts.NodeFlags.Const)) return false;
  const homes = [functionOf(variable), functionOf(region.nodes[0]!)];
  return usesOf(file, reference, file.source).every(
    (use) =>
      contains(variable, use) ||
      region.nodes.some((node) => contains(node, use)) ||
      (use.pos > region.end && homes.includes(functionOf(use))),
  );
}

function functionOf(node: ts.Node): ts.Node {
  let outer = node.parent;
  while (!ts.isSourceFile(outer) && !ts.isFunctionLike(outer)) outer = outer.parent;
  return outer;
}

function usesOf(file: ParsedFile, reference: Reference, root: ts.Node): ts.Identifier[] {
  const uses: ts.Identifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && node.text === reference.name && symbolOf(file.checker, node) === reference.symbol)
      uses.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return uses;
}

function isReading(use: ts.Identifier): boolean {
  const { parent } = use;
  if (ts.isTypeQueryNode(parent)) return true;
  if (ts.isForOfStatement(parent)) return parent.expression === use;
  if (ts.isSpreadElement(parent)) return true;
  if (ts.isBinaryExpression(parent)) return parent.operatorToken.kind === ts.SyntaxKind.InKeyword;
  if (!(ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) || parent.expression !== use)
    return false;
  let access: ts.Expression = parent;
  while (ts.isNonNullExpression(access.parent) || ts.isParenthesizedExpression(access.parent)) access = access.parent;
  const outer = access.parent;
  if (ts.isCallExpression(outer) && outer.expression === access)
    return ts.isPropertyAccessExpression(parent) && READING.has(parent.name.text);
  if (ts.isDeleteExpression(outer)) return false;
  if (ts.isPrefixUnaryExpression(outer) || ts.isPostfixUnaryExpression(outer)) {
    return outer.operator !== ts.SyntaxKind.PlusPlusToken && outer.operator !== ts.SyntaxKind.MinusMinusToken;
  }
  if (ts.isBinaryExpression(outer) && outer.left === access) {
    const { kind } = outer.operatorToken;
    return kind < ts.SyntaxKind.FirstAssignment || kind > ts.SyntaxKind.LastAssignment;
  }
  return !ts.isForOfStatement(outer) && !ts.isForInStatement(outer) && !isInPattern(outer);
}

/** `[xs[0]] = …` writes, too. */
function isInPattern(node: ts.Node): boolean {
  return ts.isArrayLiteralExpression(node) || ts.isShorthandPropertyAssignment(node) || ts.isPropertyAssignment(node);
}

function isExported(variable: ts.VariableDeclaration): boolean {
  const statement = variable.parent.parent;
  return (
    ts.isVariableStatement(statement) &&
    (statement.modifiers?.some((one) => one.kind === ts.SyntaxKind.ExportKeyword) ?? false)
  );
}
