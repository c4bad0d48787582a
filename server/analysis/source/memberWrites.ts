import { ts } from 'ts-morph';
import { isTarget } from './assignments.js';
import { indexedBySyntax } from './bySyntax.js';

/** Names after a dot, or in brackets as text, that a file gives a value; `Object.defineProperty(x, 'name', …)` and `Object.assign(x, { name })` count. */
export const memberWrites = indexedBySyntax<ts.Node>((node, note) => {
  if (ts.isPropertyAccessExpression(node) && isGivenValue(node)) note(node.name.text, node.name);
  if (ts.isElementAccessExpression(node) && isGivenValue(node)) {
    if (ts.isStringLiteralLike(node.argumentExpression)) note(node.argumentExpression.text, node.argumentExpression);
    else if (isPrototype(node.expression)) note(ANY_NAME, node);
  }
  if (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    DEFINES.test(node.expression.getText())
  )
    for (const name of namesDefined(node)) note(name, node);
});

/** `x = …`, `x++`, `[x] = …`, `for (x of …)`, `delete x.m`. */
export function isGivenValue(node: ts.Node): boolean {
  const { parent } = node;
  return isTarget(node) || ts.isDeleteExpression(parent) || isHead(parent, node) || isInPattern(node);
}

const isHead = (loop: ts.Node, node: ts.Node): boolean =>
  (ts.isForOfStatement(loop) || ts.isForInStatement(loop)) && loop.initializer === node;

/** Whether an expression stands in the pattern on the left of `[x.m, { a: x.n }] = …`. */
function isInPattern(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isArrayLiteralExpression(parent) || ts.isSpreadElement(parent)) return isPattern(parent);
  if (ts.isPropertyAssignment(parent) && parent.initializer === node) return isPattern(parent.parent);
  if (ts.isShorthandPropertyAssignment(parent) && parent.name === node) return isPattern(parent.parent);
  return false;
}

const isPattern = (node: ts.Node): boolean =>
  (ts.isBinaryExpression(node.parent) &&
    node.parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    node.parent.left === node) ||
  isHead(node.parent, node) ||
  isInPattern(node);

const DEFINES = /\.(definePropert(y|ies)|assign)$|^Reflect\.set$/;

/** `A.prototype` */
export const isPrototype = (node: ts.Expression | undefined): boolean =>
  node !== undefined && ts.isPropertyAccessExpression(node) && node.name.text === 'prototype';

/** In place of a name: any method may have been replaced. */
export const ANY_NAME = '*';

function namesDefined(call: ts.CallExpression): string[] {
  const [target, what, ...more] = call.arguments;
  if (!what) return [];
  if (call.expression.getText().endsWith('.assign')) {
    const literals = [what, ...more].filter(ts.isObjectLiteralExpression);
    const isMixin = literals.length <= more.length && isPrototype(target);
    return [...literals.flatMap(namesOfLiteral), ...(isMixin ? [ANY_NAME] : [])];
  }
  if (ts.isStringLiteralLike(what)) return [what.text];
  if (ts.isObjectLiteralExpression(what)) return namesOfLiteral(what);
  return isPrototype(target) ? [ANY_NAME] : [];
}

const namesOfLiteral = ({ properties }: ts.ObjectLiteralExpression): string[] =>
  properties.flatMap((p) => (p.name && ts.isIdentifier(p.name) ? [p.name.text] : []));
