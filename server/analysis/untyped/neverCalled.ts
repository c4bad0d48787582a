import { ts } from 'ts-morph';
import { listedBySyntax } from '../source/bySyntax.js';
import { directEvalIn } from '../source/directEval.js';
import { namesIn } from '../source/names.js';
import { createImports } from '../source/programFiles.js';
import { isConstant, isExportedVariable, isFunctionNode } from '../source/symbols.js';

/**
 * Finds functions that no file of a program names: what they would give to others, nobody is given.
 *
 * One with loops does not count: they are judged as if it were called. Nor does one that is exported from a file that none
 * imports: whatever loads that file may call it.
 *
 * @param files the program's own sources
 * @param isNamed whether an identifier, which is no declaration, may stand for a symbol
 */
export function createNeverCalled(
  files: readonly ts.SourceFile[],
  checker: ts.TypeChecker,
  isNamed: (use: ts.Identifier, symbol: ts.Symbol) => boolean,
  namesOf: (symbol: ts.Symbol) => ReadonlySet<string>,
): (fn: ts.Node) => boolean {
  const known = new Map<ts.Node, boolean>();
  let imported: Set<ts.SourceFile> | null = null;
  /** Whether other files of the program import names from a file, and no file takes a module as a whole. */
  const isHelper = (file: ts.SourceFile): boolean => {
    imported ??= new Set(files.flatMap(createImports(files, checker)));
    return imported.has(file) && !files.some((one) => wholeModules(one).length > 0);
  };
  const find = (fn: ts.Node): boolean => {
    const name = nameOf(fn);
    const symbol = name && checker.getSymbolAtLocation(name);
    if (!symbol || directEvalIn(fn.getSourceFile())) return false;
    if (hasLoops(fn) || (isExported(fn, name) && !isHelper(fn.getSourceFile()))) return false;
    const texts = [...namesOf(symbol)];
    return !files.some((file) =>
      texts.flatMap((text) => namesIn(file, text)).some((use) => use !== name && isNamed(use, symbol)),
    );
  };
  return (fn) => {
    let answer = known.get(fn);
    if (answer === undefined) {
      known.set(fn, false);
      known.set(fn, (answer = find(fn)));
    }
    return answer;
  };
}

/** The name of a function that has one of its own. */
function nameOf(fn: ts.Node): ts.Identifier | undefined {
  if (ts.isFunctionDeclaration(fn)) return fn.name;
  if (!ts.isArrowFunction(fn) && !ts.isFunctionExpression(fn)) return undefined;
  return isConstant(fn.parent) && ts.isIdentifier(fn.parent.name) ? fn.parent.name : undefined;
}

function isExported(fn: ts.Node, name: ts.Identifier): boolean {
  if (ts.isFunctionDeclaration(fn) && ts.getCombinedModifierFlags(fn) & ts.ModifierFlags.Export) return true;
  if (ts.isVariableDeclaration(fn.parent) && isExportedVariable(fn.parent)) return true;
  return namesIn(fn.getSourceFile(), name.text).some(({ parent }) => ts.isExportSpecifier(parent));
}

/** Whether a function repeats anything, or has functions in it, which others may. */
const hasLoops = (fn: ts.Node): boolean =>
  ts.forEachChild(fn, function visit(node): boolean | undefined {
    return ts.isIterationStatement(node, false) || isFunctionNode(node) || ts.forEachChild(node, visit);
  }) ?? false;

/** Where a module is taken as an object, whose parts have no names then. */
const wholeModules = listedBySyntax<ts.Node>((node, note) => {
  if (ts.isNamespaceImport(node) || ts.isNamespaceExport(node)) note(node);
  if (!ts.isCallExpression(node)) return;
  if (node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText() === 'require') note(node);
});
