import { ts } from 'ts-morph';
import { requiredModule } from '../source/importedNames.js';
import { isFunctionNode } from '../source/symbols.js';
import { rememberedWith } from '../untyped/remembering.js';

/** `import type` and `export type`: nothing is loaded for them. */
export function isForTypes(statement: ts.Statement): boolean {
  if (ts.isImportDeclaration(statement)) return statement.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
  if (ts.isImportEqualsDeclaration(statement)) return statement.isTypeOnly;
  return ts.isExportDeclaration(statement) && statement.isTypeOnly;
}

interface Load {
  readonly file: ts.SourceFile;
  /** By `require`, which gives what has been exported until then. */
  readonly isRequired: boolean;
  readonly specifier: ts.Expression;
}

/** The files of the program that the import lines of a file load, and those that it requires while it is loaded. */
export const loadsOf = rememberedWith((source: ts.SourceFile, checker): readonly Load[] =>
  source.statements.flatMap(specifiersIn).flatMap((specifier) => {
    const file = checker.getSymbolAtLocation(specifier)?.valueDeclaration?.getSourceFile();
    return file && !file.isDeclarationFile ? [{ file, isRequired: !isInImportLine(specifier), specifier }] : [];
  }),
);

/** A file and all that are loaded with it. */
export const loadedWith = rememberedWith((source: ts.SourceFile, checker): ReadonlySet<ts.SourceFile> => {
  const loaded = new Set([source]);
  for (const file of loaded) for (const load of loadsOf(file, checker)) loaded.add(load.file);
  return loaded;
});

function specifiersIn(statement: ts.Statement): readonly ts.Expression[] {
  if (isForTypes(statement)) return [];
  if (ts.isImportDeclaration(statement)) return [statement.moduleSpecifier];
  if (ts.isExportDeclaration(statement)) return statement.moduleSpecifier ? [statement.moduleSpecifier] : [];
  if (ts.isImportEqualsDeclaration(statement))
    return ts.isExternalModuleReference(statement.moduleReference) ? [statement.moduleReference.expression] : [];
  const required: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (isFunctionNode(node)) return;
    if (ts.isCallExpression(node) && requiredModule(node) !== null && node.arguments[0])
      required.push(node.arguments[0]);
    ts.forEachChild(node, visit);
  };
  if (mayRequire(statement)) visit(statement);
  return required;
}

const isInImportLine = ({ parent }: ts.Expression): boolean =>
  ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent);

/** Only there is a file of the program required. */
const mayRequire = (statement: ts.Statement): boolean => statement.getSourceFile().text.includes('require(');
