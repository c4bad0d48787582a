import { ts } from 'ts-morph';

/** `extends Error`, whose constructor does nothing but remember. */
export const extendsError = (clause: ts.HeritageClause): boolean =>
  clause.types.every((t) => /^(Type|Range|Syntax|Reference|URI|Eval)?Error$/.test(t.expression.getText()));

/** Whether code stands in a class that extends `Error`. */
export function isInErrorClass(node: ts.Node): boolean {
  let current = node;
  while (!ts.isClassLike(current) && !ts.isSourceFile(current)) current = current.parent;
  return (
    ts.isClassLike(current) &&
    (current.heritageClauses ?? []).some((h) => h.token === ts.SyntaxKind.ExtendsKeyword && extendsError(h))
  );
}
