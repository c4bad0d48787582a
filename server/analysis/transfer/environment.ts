import { isBuiltin } from 'node:module';
import { ts } from 'ts-morph';
import type { Outside } from '../source/access.js';
import { isWritten } from '../source/assignments.js';
import { listedBySyntax } from '../source/bySyntax.js';
import { isGlobal, symbolOf, wrapped } from '../source/symbols.js';

/** A variable of the environment that code reads by a constant name: `process.env.NAME` or `process.env['NAME']`. */
export type EnvironmentRead = ts.PropertyAccessExpression | ts.ElementAccessExpression;

/** Names that a task can give what it is handed: of no keyword, which are all of small letters. */
const NAME = /^(?=.*[A-Z_])[A-Za-z_]\w*$/;

/** The name of the variable that a node reads; null for any other node. */
export function environmentName(node: ts.Node): string | null {
  const isPart = ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node);
  if (!isPart || !isEnvironment(node.expression) || node.questionDotToken) return null;
  const whole = wrapped(node);
  if (isWritten(whole) || ts.isDeleteExpression(whole.parent)) return null;
  const name = ts.isPropertyAccessExpression(node)
    ? node.name.text
    : ts.isStringLiteralLike(node.argumentExpression)
      ? node.argumentExpression.text
      : '';
  return NAME.test(name) ? name : null;
}

/** Whether a node reads a variable of the environment of this process, and `process` means that. */
export function isEnvironmentRead(node: ts.Node, checker: ts.TypeChecker): node is EnvironmentRead {
  if (environmentName(node) === null) return false;
  const { expression } = (node as EnvironmentRead).expression as ts.PropertyAccessExpression;
  return isGlobal(symbolOf(expression as ts.Identifier, checker));
}

/**
 * Whether code may change the environment: what cannot be followed, and packages, may. Assignments to `process.env` are noted as
 * something unknown; other names that it has got, {@link environmentLeaks} finds.
 */
export const mayChangeEnvironment = ({ code }: Outside): boolean => code === 'unknown-call' || code === 'package-call';

/** Where a file hands `process` or `process.env` on, so that it can be changed under another name. */
export const environmentLeaks = listedBySyntax<ts.Node>((node, note) => {
  if (ts.isStringLiteralLike(node) && /^(node:)?process$/.test(node.text)) {
    const { parent } = node;
    if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent) || ts.isCallExpression(parent)) note(node);
  }
  if (!ts.isIdentifier(node) || node.text !== 'process') return;
  const { parent } = node;
  if (ts.isTypeNode(parent) || ts.isQualifiedName(parent)) return;
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== node) return note(node);
  if (parent.name.text === 'env' && !isOnlyLookedAt(wrapped(parent))) note(parent);
});

/** Where a file loads what may change the environment as it likes: packages, and what only the program knows the name of. */
export const foreignCode = listedBySyntax<ts.Node>((node, note) => {
  const isLoad =
    ts.isCallExpression(node) &&
    (node.expression.kind === ts.SyntaxKind.ImportKeyword ||
      (ts.isIdentifier(node.expression) && node.expression.text === 'require'));
  const [loaded] = isLoad ? node.arguments : [];
  const specifier =
    (ts.isImportDeclaration(node) && !node.importClause?.isTypeOnly) || ts.isExportDeclaration(node)
      ? node.moduleSpecifier
      : ts.isImportEqualsDeclaration(node) && ts.isExternalModuleReference(node.moduleReference)
        ? node.moduleReference.expression
        : loaded;
  if (specifier && !(ts.isStringLiteralLike(specifier) && !isPackage(specifier.text))) note(node);
});

/** Whether a module that is imported by this name is none of the program's, of Node's or ours. */
export const isPackage = (specifier: string): boolean =>
  !specifier.startsWith('.') && !isBuiltin(specifier) && specifier !== 'looppool';

/** `process.env`, by its text. */
const isEnvironment = (node: ts.Expression): boolean =>
  ts.isPropertyAccessExpression(node) &&
  node.name.text === 'env' &&
  ts.isIdentifier(node.expression) &&
  node.expression.text === 'process';

/** `process.env.NAME`, `const { NAME } = process.env`, `{ ...process.env }`, `'NAME' in process.env`, `Object.keys(process.env)` */
function isOnlyLookedAt(node: ts.Expression): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) return parent.expression === node;
  if (ts.isVariableDeclaration(parent)) return ts.isObjectBindingPattern(parent.name);
  if (ts.isBinaryExpression(parent)) return parent.operatorToken.kind === ts.SyntaxKind.InKeyword;
  if (ts.isCallExpression(parent)) return /^Object\.(keys|values|entries)$/.test(parent.expression.getText());
  return ts.isSpreadAssignment(parent);
}
