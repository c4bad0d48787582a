import { ts } from 'ts-morph';
import { isWritten } from './assignments.js';
import { indexedBySyntax, listedBySyntax } from './bySyntax.js';
import { wrapped } from './symbols.js';

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

/** What a file gives parts under names that do not stand there: `x` in `x[name] = …` and `Object.assign(x, other)`. */
export const unnamedWrites = listedBySyntax<ts.Expression>((node, note) => {
  if (ts.isElementAccessExpression(node) && isGivenValue(node) && !ts.isLiteralExpression(node.argumentExpression))
    note(node.expression);
  if (!ts.isCallExpression(node) || !DEFINES.test(node.expression.getText())) return;
  const [target, what, ...more] = node.arguments;
  const isNamed =
    what &&
    (ts.isStringLiteralLike(what) ||
      [what, ...(/\.assign$/.test(node.expression.getText()) ? more : [])].every(ts.isObjectLiteralExpression));
  if (target && what && !isNamed) note(target);
});

/** `x = …`, `x++`, `[x] = …`, `(x) = …`, `for (x of …)`, `delete x.m`. */
export const isGivenValue = (node: ts.Node): boolean =>
  isWritten(node) || ts.isDeleteExpression(wrapped(node as ts.Expression).parent);

const DEFINES = /\.(definePropert(y|ies)|assign)$|^Reflect\.set$/;

/** `A.prototype` */
export const isPrototype = (node: ts.Expression | undefined): boolean =>
  node !== undefined && ts.isPropertyAccessExpression(node) && node.name.text === 'prototype';

/** In place of a name: any method may have been replaced. */
export const ANY_NAME = '*';

/** The names that `Object.assign(x, { name })`, `Object.defineProperty(x, 'name', …)` and their like give a value. */
export function namesDefined(call: ts.CallExpression): string[] {
  const [target, what, ...more] = call.arguments;
  if (!what) return [];
  if (call.expression.getText().endsWith('.assign')) {
    const literals = [what, ...more].filter(ts.isObjectLiteralExpression);
    const isMixin = literals.length <= more.length && isPrototype(target);
    return [...literals.flatMap(namesOfLiteral), ...(isMixin ? [ANY_NAME] : [])];
  }
  if (ts.isStringLiteralLike(what)) return [what.text];
  if (/^Symbol\./.test(what.getText())) return [ANY_NAME];
  if (ts.isObjectLiteralExpression(what)) return namesOfLiteral(what);
  return isPrototype(target) ? [ANY_NAME] : [];
}

const namesOfLiteral = ({ properties }: ts.ObjectLiteralExpression): string[] =>
  properties.flatMap((p) => (p.name && ts.isIdentifier(p.name) ? [p.name.text] : []));
