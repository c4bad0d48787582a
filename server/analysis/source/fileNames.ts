import { ts } from 'ts-morph';
import { listedBySyntax } from './bySyntax.js';

/** Names that a file gives to what it imports or exports, where they may differ from the original. */
export const renamed = listedBySyntax<ts.Identifier>((node, note) => {
  if ((ts.isImportSpecifier(node) || ts.isBindingElement(node)) && node.propertyName && ts.isIdentifier(node.name))
    note(node.name);
  if (ts.isImportClause(node) && node.name) note(node.name);
  if (ts.isExportSpecifier(node) && node.propertyName && ts.isIdentifier(node.name)) note(node.name);
  // `const f = require('./f.cjs')`
  if (ts.isVariableDeclaration(node) && ts.isIdentifier(node.name) && node.initializer?.getText().startsWith('require'))
    note(node.name);
});

/** What the classes of a file extend. */
export const extendsClausesOf = listedBySyntax<ts.ExpressionWithTypeArguments>((node, note) => {
  if (!ts.isClassLike(node)) return;
  for (const clause of node.heritageClauses ?? [])
    if (clause.token === ts.SyntaxKind.ExtendsKeyword) clause.types.forEach(note);
});
